"""Policy + accounts + what the names mean + now -> what should be, each assignment with all of its reasons."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from lambdas.core.accounts import Account, AccountState, matches
from lambdas.core.assignments import Assignment, Principal, PrincipalType
from lambdas.core.policy import AccessRule, Policy, PolicyException


class Pair(NamedTuple):
    """A principal and a permission set, whatever the account: the unit that a rule manages."""

    principal_type: PrincipalType
    principal_id: str
    permission_set_arn: str

    @classmethod
    def of(cls, assignment: Assignment) -> "Pair":
        """The pair an assignment belongs to."""
        return cls(assignment.principal_type, assignment.principal_id, assignment.permission_set_arn)

    @property
    def principal(self) -> Principal:
        """Who holds it."""
        return Principal(self.principal_type, self.principal_id)


@dataclass(frozen=True, slots=True)
class Known:
    """What the policy's names mean in AWS. A name that is not here does not exist there."""

    groups: dict[str, str] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    permission_sets: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Desired:
    """What should be. `today` are the pairs of the policy as it is, `managed` all that Gatehouse may also revoke.

    `findings` is what a person must mend.
    """

    reasons: dict[Assignment, tuple[str, ...]] = field(default_factory=dict)
    managed: frozenset[Pair] = frozenset()
    findings: tuple[str, ...] = ()
    today: frozenset[Pair] = frozenset()

    def where(self, covers: Callable[[Assignment], bool]) -> "Desired":
        """What should be, of what was looked at."""
        return replace(self, reasons={found: why for found, why in self.reasons.items() if covers(found)})


def make_desired(
    policy: Policy, accounts: Iterable[Account], known: Known, now: datetime, retired: Iterable[Pair] = ()
) -> Desired:
    """Desired state is a union: an assignment keeps every reason, and stands until the last one is gone.

    `retired` are the pairs that an earlier policy had: managed until nothing of them is left.
    """
    active = [account for account in accounts if account.state is AccountState.ACTIVE]
    reasons: dict[Assignment, list[str]] = defaultdict(list)
    for assignment, reason in (*_from_rules(policy, active, known), *_from_exceptions(policy, active, known, now)):
        reasons[assignment].append(reason)
    today = frozenset(pair for item in policy.promises() for pair in pairs_of(item, known))
    found = {assignment: tuple(why) for assignment, why in sorted(reasons.items())}
    return Desired(found, today.union(retired), tuple(_missing(policy, known)), today)


def _from_rules(policy: Policy, accounts: list[Account], known: Known) -> Iterator[tuple[Assignment, str]]:
    for rule in policy.access:
        pairs = list(pairs_of(rule, known))
        for account in accounts:
            match = matches(rule.accounts, account)
            if match is not None:
                reason = f"{rule.label}: {match}"
                yield from ((_assignment(account, pair), reason) for pair in pairs)


def _from_exceptions(
    policy: Policy, accounts: list[Account], known: Known, now: datetime
) -> Iterator[tuple[Assignment, str]]:
    for exception in policy.exceptions:
        if exception.ends_at() <= now:
            continue
        reason = f"{exception.label}: {exception.reason}, until {exception.ends_at():%Y-%m-%d %H:%M} UTC"
        for pair in pairs_of(exception, known):
            for account in accounts:
                if matches(exception.accounts, account) is not None:
                    yield _assignment(account, pair), reason


def pairs_of(item: AccessRule | PolicyException, known: Known) -> Iterator[Pair]:
    """The pairs that a rule or an exception manages, of those that exist in AWS."""
    if isinstance(item, AccessRule):
        yield from _pairs_of_groups(item, known)
    elif item.user in known.users and item.permission_set in known.permission_sets:
        yield Pair(PrincipalType.USER, known.users[item.user], known.permission_sets[item.permission_set])


def _pairs_of_groups(rule: AccessRule, known: Known) -> Iterator[Pair]:
    for group in rule.groups:
        for permission_set in rule.permission_sets:
            if group in known.groups and permission_set in known.permission_sets:
                yield Pair(PrincipalType.GROUP, known.groups[group], known.permission_sets[permission_set])


def _assignment(account: Account, pair: Pair) -> Assignment:
    return Assignment(account.id, pair.permission_set_arn, pair.principal_type, pair.principal_id)


def _missing(policy: Policy, known: Known) -> Iterator[str]:
    """A name AWS does not know is a finding, never a reason to revoke."""
    groups = {group for rule in policy.access for group in rule.groups}
    permission_sets = {name for rule in policy.access for name in rule.permission_sets}
    permission_sets |= {exception.permission_set for exception in policy.exceptions}
    users = {exception.user for exception in policy.exceptions}
    for kind, names, there in (
        ("group", groups, known.groups),
        ("permission set", permission_sets, known.permission_sets),
        ("user", users, known.users),
    ):
        yield from (f"{kind} '{name}' is in the policy but not in AWS" for name in sorted(names - there.keys()))
