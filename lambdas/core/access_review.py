"""The access review: every assignment there is, with what the policy says of it, and the people behind each group."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from lambdas.core.accounts import Account, matches
from lambdas.core.assignments import Action, Assignment, Names
from lambdas.core.desired import Desired, Known, Pair, make_desired, pairs_of
from lambdas.core.explain import Standing, find_standing
from lambdas.core.imported import Existing
from lambdas.core.plan import Change
from lambdas.core.policy import Policy
from lambdas.core.safety import OutOfReach


@dataclass(frozen=True, slots=True)
class Holding:
    """One assignment that is there. `expired` says which exception gave it and is over, where one did."""

    assignment: Assignment
    standing: Standing
    reasons: tuple[str, ...] = ()
    expired: str = ""
    break_glass: bool = False


@dataclass(frozen=True, slots=True)
class AccessReview:
    """Who has what where. `members` is group id -> ids of its users, of the groups that hold anything."""

    at: datetime
    holdings: tuple[Holding, ...]
    accounts: Mapping[str, Account] = field(default_factory=dict)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Names = field(default_factory=Names)


def make_access_review(
    existing: Existing,
    members: Mapping[str, tuple[str, ...]],
    policy: Policy,
    *,
    known: Known,
    now: datetime,
    retired: Iterable[Pair] = (),
) -> AccessReview:
    """What exists beside what the policy gives. `known` has every name of it, as for `make_desired`."""
    desired = make_desired(policy, existing.accounts, known, now, retired)
    out_of_reach = OutOfReach.of(policy.break_glass, _all_names(existing, known))
    holdings = _make_holdings(existing, desired, out_of_reach)
    over = dict(_find_expired(policy, existing.accounts, known, now))
    told = tuple(replace(h, expired="" if h.reasons else over.get(h.assignment, "")) for h in holdings)
    accounts = {account.id: account for account in existing.accounts}
    return AccessReview(now, told, accounts, dict(members), make_names_of(existing))


def _make_holdings(existing: Existing, desired: Desired, out_of_reach: OutOfReach) -> Iterator[Holding]:
    there = frozenset(existing.assignments)
    for assignment in sorted(there):
        standing = find_standing(assignment, desired.reasons, there, desired.managed)
        revoke = Change(Action.REVOKE, assignment, ())
        yield Holding(
            assignment,
            standing,
            desired.reasons.get(assignment, ()),
            break_glass=out_of_reach.covers(revoke),
        )


def make_names_of(existing: Existing) -> Names:
    """What people call everything that exists."""
    return Names(
        {account.id: account.name for account in existing.accounts},
        {arn: name for arn, (name, _) in existing.permission_sets.items()},
        {**existing.groups, **existing.users},
    )


def _find_expired(
    policy: Policy, accounts: Iterable[Account], known: Known, now: datetime
) -> Iterator[tuple[Assignment, str]]:
    there = tuple(accounts)
    for exception in policy.exceptions:
        if exception.ends_at() > now:
            continue
        told = f"{exception.label}: {exception.reason}, ended {exception.ends_at():%Y-%m-%d %H:%M} UTC"
        meant = [account.id for account in there if matches(exception.accounts, account) is not None]
        for pair in pairs_of(exception, known):
            yield from (
                (Assignment(account_id, pair.permission_set_arn, pair.principal_type, pair.principal_id), told)
                for account_id in meant
            )


def _all_names(existing: Existing, known: Known) -> Known:
    """Globs of break glass may mean what no rule names."""
    return Known(
        {name: group_id for group_id, name in existing.groups.items()},
        {**{name: user_id for user_id, name in existing.users.items()}, **known.users},
        {name: arn for arn, (name, _) in existing.permission_sets.items()},
    )
