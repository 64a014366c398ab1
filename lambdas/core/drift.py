"""Drift: what somebody changed by hand, told apart from what the policy, a move or the time has made due.

When what should be in an account is what it was when the account was last in line, the policy has no part in a
difference: hands made it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from lambdas.core.assignments import Assignment
from lambdas.core.desired import Desired
from lambdas.core.memory import KnownAccount
from lambdas.core.plan import CLEANING_UP, Change, Plan
from lambdas.core.policy import Drift
from lambdas.core.safety import withhold

ONLY_REPORTED = "made by hand, and safety.drift is report"


def fingerprint_accounts(desired: Desired) -> dict[str, str]:
    """Account id -> 16 hex digits that are equal while the same assignments should be there."""
    lines: dict[str, list[str]] = {}
    for assignment in desired.reasons:
        lines.setdefault(assignment.account_id, []).append(digest(assignment))
    return {account_id: _hash("".join(sorted(found))) for account_id, found in lines.items()}


def digest(assignment: Assignment) -> str:
    """16 hex digits for one assignment."""
    principal, arn = assignment.principal, assignment.permission_set_arn
    return _hash(json.dumps([assignment.account_id, arn, *principal]))


def find_drift(plan: Plan, desired: Desired, remembered: Mapping[str, KnownAccount]) -> tuple[Change, ...]:
    """The changes of this plan that put right what hands have made of what rules manage.

    Cleaning up after a deleted principal, and revoking what no rule knows, is none: nobody has undone a rule there.
    """
    now = fingerprint_accounts(desired)
    of_rules = (change for change in plan.changes if CLEANING_UP.isdisjoint(change.reasons))
    return tuple(change for change in of_rules if _is_drift(change.assignment.account_id, now, remembered))


def _is_drift(account_id: str, now: Mapping[str, str], remembered: Mapping[str, KnownAccount]) -> bool:
    known = remembered.get(account_id)
    return known is not None and bool(known.desired) and known.desired == now.get(account_id, NOTHING)


def obey(plan: Plan, drift: Iterable[Change], wanted: Drift) -> Plan:
    """The plan as `safety.drift` wants it: drift is reverted, or only reported."""
    found = frozenset(drift)
    return plan if wanted is Drift.REVERT else withhold(plan, found.__contains__, ONLY_REPORTED)


def find_news(assignments: Iterable[Assignment], remembered: Mapping[str, KnownAccount]) -> Iterator[Assignment]:
    """Those that people have not been told of yet."""
    for assignment in assignments:
        if digest(assignment) not in remembered.get(assignment.account_id, KnownAccount()).told:
            yield assignment


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


NOTHING = _hash("")
