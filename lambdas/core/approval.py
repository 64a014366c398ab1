"""A person's approval of one plan, and which plans it covers."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lambdas.core.drift import digest
from lambdas.core.plan import Change, Plan


@dataclass(frozen=True, slots=True)
class Approval:
    """`changes` are the digests of the approved plan's. `under_way`: a part of it has been applied already."""

    fingerprint: str = ""
    changes: frozenset[str] = field(default_factory=frozenset)
    under_way: bool = False

    def covers(self, plan: Plan) -> bool:
        """Exactly the plan that was approved; once that has begun, what is left of it."""
        is_whole = bool(self.fingerprint) and plan.fingerprint() == self.fingerprint
        return is_whole or (self.under_way and digests(plan.changes) <= self.changes)


NOT_APPROVED = Approval()


def digests(changes: Iterable[Change]) -> frozenset[str]:
    """17 signs for each change."""
    return frozenset(f"{change.action[0]}{digest(change.assignment)}" for change in changes)
