"""What an organization has today, as a policy: planned against the same organization it yields nothing to do."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from lambdas.core.accounts import Account, AccountState
from lambdas.core.assignments import Assignment, PrincipalType
from lambdas.core.policy import PermissionSet, Policy
from lambdas.core.tidy import make_selector

KEPT_FOR = timedelta(days=90)
REASON = "imported, to be reviewed"


@dataclass(frozen=True, slots=True)
class Existing:
    """Everything that was read. `permission_sets` is ARN -> (name, definition); `groups` and `users` are id -> name."""

    accounts: tuple[Account, ...]
    permission_sets: Mapping[str, tuple[str, PermissionSet]] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    users: Mapping[str, str] = field(default_factory=dict)
    assignments: tuple[Assignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """The policy, and the assignments that it leaves out: they are in accounts that are not written to."""

    policy: Policy
    left_out: tuple[Assignment, ...] = ()


def make_imported(existing: Existing, today: date) -> Imported:
    """Groups' assignments as rules, users' as exceptions that end in 90 days."""
    active = {account.id for account in existing.accounts if account.state is AccountState.ACTIVE}
    kept = [assignment for assignment in existing.assignments if assignment.account_id in active]
    left_out = tuple(sorted(set(existing.assignments) - set(kept)))
    policy = {
        "permission_sets": dict(sorted(existing.permission_sets.values(), key=lambda named: named[0])),
        "access": _rules(existing, kept),
        "exceptions": _exceptions(existing, kept, today + KEPT_FOR),
    }
    return Imported(Policy.model_validate(policy), left_out)


def _rules(existing: Existing, kept: Iterable[Assignment]) -> list[dict[str, Any]]:
    """One rule for all groups that hold the same permission sets in the same accounts."""
    sets_of: dict[tuple[str, frozenset[str]], list[str]] = defaultdict(list)
    for (group, permission_set), account_ids in _accounts_by_pair(existing, kept, PrincipalType.GROUP).items():
        sets_of[group, frozenset(account_ids)].append(permission_set)
    groups_of: dict[tuple[tuple[str, ...], frozenset[str]], list[str]] = defaultdict(list)
    for (group, where), names in sets_of.items():
        groups_of[tuple(names), where].append(group)
    return [
        {"groups": groups, "permission_sets": names, "accounts": make_selector(where, existing.accounts)}
        for (names, where), groups in groups_of.items()
    ]


def _exceptions(existing: Existing, kept: Iterable[Assignment], until: date) -> list[dict[str, Any]]:
    """By account id alone: what one person has should not grow with an OU. The user answers for it until reviewed."""
    pairs = _accounts_by_pair(existing, kept, PrincipalType.USER)
    return [
        {
            "user": user,
            "permission_set": permission_set,
            "accounts": {"id": sorted(account_ids)},
            "until": until,
            "owner": user,
            "reason": REASON,
        }
        for (user, permission_set), account_ids in pairs.items()
    ]


def _accounts_by_pair(
    existing: Existing, kept: Iterable[Assignment], kind: PrincipalType
) -> dict[tuple[str, str], list[str]]:
    """(Principal, permission set) by their names -> the accounts, sorted by name."""
    names = existing.groups if kind is PrincipalType.GROUP else existing.users
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for assignment in kept:
        if assignment.principal_type is kind:
            name, _ = existing.permission_sets[assignment.permission_set_arn]
            found[names[assignment.principal_id], name].append(assignment.account_id)
    return dict(sorted(found.items()))
