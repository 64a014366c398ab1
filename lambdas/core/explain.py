"""Why one user or group has access to one account, or why it has none: every path, and every near miss."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lambdas.core.accounts import Account, AccountState, describe, matches
from lambdas.core.assignments import Assignment, PrincipalType
from lambdas.core.desired import Known, Pair, make_desired
from lambdas.core.policy import AccessRule, Policy, PolicyException


class Standing(StrEnum):
    """What the policy and AWS say of one assignment."""

    HELD = "held"
    DUE = "due"
    SURPLUS = "surplus"
    UNMANAGED = "unmanaged"


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is asked about: one group, or one user with its groups. `holders` are the ids access may come through.

    `groups` are display names; `user` has every name an exception may know the user by, and is empty for a group.
    """

    holders: frozenset[tuple[PrincipalType, str]]
    groups: frozenset[str]
    user: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Path:
    """One way by which access exists, or should."""

    assignment: Assignment
    standing: Standing
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Every path, and in `misses` each rule or exception that gives nothing here, and why."""

    paths: tuple[Path, ...]
    misses: tuple[str, ...]


def explain(
    policy: Policy,
    account: Account,
    subject: Subject,
    *,
    known: Known,
    actual: Iterable[Assignment],
    now: datetime,
    retired: Iterable[Pair] = (),
) -> Explanation:
    """Desired beside actual, for the subject in this account."""
    desired = make_desired(policy, [account], known, now, retired)
    there = frozenset(a for a in actual if a.account_id == account.id and _holder(a) in subject.holders)
    wanted = {a: reasons for a, reasons in desired.reasons.items() if _holder(a) in subject.holders}
    paths = tuple(
        Path(found, find_standing(found, wanted, there, desired.managed), wanted.get(found, ()))
        for found in sorted(there | wanted.keys())
    )
    return Explanation(paths, tuple(_misses(policy, account, subject, now)))


# the policy gives it   AWS has it   its pair is managed   standing
# yes                   yes          yes                   held
# yes                   no           yes                   due
# no                    yes          yes                   surplus
# no                    yes          no                    unmanaged
def find_standing(
    assignment: Assignment,
    wanted: Mapping[Assignment, tuple[str, ...]],
    there: Collection[Assignment],
    managed: Collection[Pair],
) -> Standing:
    """What policy and AWS together make of it; `managed` are the pairs that Gatehouse may also revoke."""
    if assignment in wanted:
        return Standing.HELD if assignment in there else Standing.DUE
    return Standing.SURPLUS if Pair.of(assignment) in managed else Standing.UNMANAGED


def _holder(assignment: Assignment) -> tuple[PrincipalType, str]:
    return assignment.principal_type, assignment.principal_id


def _misses(policy: Policy, account: Account, subject: Subject, now: datetime) -> Iterator[str]:
    if account.state is not AccountState.ACTIVE:
        yield f"the account is {account.state}: no rule and no exception means it"
        return
    for rule in policy.access:
        yield from _rule_miss(rule, account, subject)
    for exception in policy.exceptions:
        if exception.user in subject.user:
            yield from _exception_miss(exception, account, now)


# one of its groups   means the account   a near miss
# yes                 yes                 no: it is a path
# yes                 no                  yes: the wrong account
# no                  yes                 yes, of a user: in none of its groups
# no                  no                  no: it has nothing to do with this
def _rule_miss(rule: AccessRule, account: Account, subject: Subject) -> Iterator[str]:
    mine, meant = subject.groups & set(rule.groups), matches(rule.accounts, account)
    what = ", ".join(rule.permission_sets)
    if mine and meant is None:
        yield f"{rule.label}: gives {what} only in {_where(rule, account)}"
    elif meant is not None and not mine and subject.user:
        yield f"{rule.label}: gives {what} to members of {', '.join(rule.groups)}; the user is in none of them"


def _exception_miss(exception: PolicyException, account: Account, now: datetime) -> Iterator[str]:
    if exception.ends_at() <= now:
        yield f"{exception.label}: gave {exception.permission_set} until {exception.ends_at():%Y-%m-%d %H:%M} UTC"
    elif matches(exception.accounts, account) is None:
        yield f"{exception.label}: gives {exception.permission_set} only in {_where(exception, account)}"


def _where(item: AccessRule | PolicyException, account: Account) -> str:
    if account.is_management:
        return f"{describe(item.accounts)}; this is the management account, which is meant only by its id"
    return f"{describe(item.accounts)}; this account is not meant"
