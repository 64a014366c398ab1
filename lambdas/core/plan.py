"""Desired minus actual: the changes, ordered, each with its reasons."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from lambdas.core.assignments import Action, Assignment
from lambdas.core.desired import Desired, Pair

NO_RULE_LEFT = "no rule or exception gives it"


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


def make_plan(desired: Desired, actual: Iterable[Assignment]) -> Plan:
    """Grants what should be and is not; revokes what is, should not be, and is of a pair that a rule manages."""
    there = frozenset(actual)
    surplus = sorted(there - desired.reasons.keys())
    revokes = [
        Change(Action.REVOKE, assignment, (NO_RULE_LEFT,))
        for assignment in surplus
        if Pair.of(assignment) in desired.managed
    ]
    grants = [
        Change(Action.GRANT, assignment, reasons)
        for assignment, reasons in desired.reasons.items()
        if assignment not in there
    ]
    unmanaged = tuple(assignment for assignment in surplus if Pair.of(assignment) not in desired.managed)
    return Plan((*revokes, *grants), unmanaged=unmanaged, findings=desired.findings)


def _fields(assignment: Assignment) -> tuple[str, ...]:
    return (
        assignment.account_id,
        assignment.permission_set_arn,
        assignment.principal_type,
        assignment.principal_id,
    )
