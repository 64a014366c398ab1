"""Desired minus actual: the changes, ordered, each with its reasons."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lambdas.core.assignments import Action, Assignment, Principal
from lambdas.core.desired import Desired, Pair

NO_RULE_LEFT = "no rule or exception gives it"
ORPHANED = "its principal was deleted"
UNKNOWN_TO_RULES = "no rule knows it, and safety.unmanaged is revoke"
# Why something goes that no rule has to do with.
CLEANING_UP = frozenset({ORPHANED, UNKNOWN_TO_RULES})


@dataclass(frozen=True, slots=True)
class Change:
    """One assignment to grant or to revoke, and why."""

    action: Action
    assignment: Assignment
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A change that is due and not made, and what holds it back."""

    change: Change
    because: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would change. Revokes stand before grants. `unmanaged` is what AWS has and no rule knows.

    `frozen` names each reading that could not be trusted, even where no revoke rested on it.
    """

    changes: tuple[Change, ...]
    withheld: tuple[Withheld, ...] = ()
    frozen: tuple[str, ...] = ()
    unmanaged: tuple[Assignment, ...] = ()
    findings: tuple[str, ...] = ()

    @property
    def revokes(self) -> tuple[Change, ...]:
        """The revokes among the changes."""
        return tuple(change for change in self.changes if change.action is Action.REVOKE)

    @property
    def grants(self) -> tuple[Change, ...]:
        """The grants among the changes."""
        return tuple(change for change in self.changes if change.action is Action.GRANT)

    def fingerprint(self) -> str:
        """64 hex digits that are equal for the same changes in whatever order."""
        lines = sorted(json.dumps([change.action, *_fields(change.assignment)]) for change in self.changes)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Surplus:
    """What may be revoked beside what rules manage: all of deleted principals, and, where asked for, the unmanaged.

    `spared_accounts` keep what is unmanaged: the management account, which is meant only by its id.
    """

    orphans: frozenset[Principal] = frozenset()
    revoke_unmanaged: bool = False
    spared_accounts: frozenset[str] = frozenset()

    def reason(self, assignment: Assignment, managed: Collection[Pair]) -> str:
        """Why this assignment, which should not be, is revoked; empty when it stays, and is unmanaged."""
        if assignment.principal in self.orphans:
            return ORPHANED
        if Pair.of(assignment) in managed:
            return NO_RULE_LEFT
        return UNKNOWN_TO_RULES if self.revoke_unmanaged and assignment.account_id not in self.spared_accounts else ""


NO_SURPLUS = Surplus()


def make_plan(desired: Desired, actual: Iterable[Assignment], surplus: Surplus = NO_SURPLUS) -> Plan:
    """Grants what should be and is not; revokes what is, should not be, and is of a pair that a rule manages."""
    there = frozenset(actual)
    reasons = {found: surplus.reason(found, desired.managed) for found in sorted(there - desired.reasons.keys())}
    revokes = [Change(Action.REVOKE, assignment, (reason,)) for assignment, reason in reasons.items() if reason]
    grants = [
        Change(Action.GRANT, assignment, why)
        for assignment, why in desired.reasons.items()
        if assignment not in there and assignment.principal not in surplus.orphans
    ]
    unmanaged = tuple(assignment for assignment, reason in reasons.items() if not reason)
    return Plan((*revokes, *grants), unmanaged=unmanaged, findings=desired.findings)


def _fields(assignment: Assignment) -> tuple[str, ...]:
    return (
        assignment.account_id,
        assignment.permission_set_arn,
        assignment.principal_type,
        assignment.principal_id,
    )
