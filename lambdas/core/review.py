"""All that was read about a scope -> the plan as it may be applied, after every check of `safety`."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lambdas.core.accounts import Account, AccountState, describe, matches
from lambdas.core.approval import NOT_APPROVED, Approval
from lambdas.core.assignments import Assignment, Names, Principal, PrincipalType
from lambdas.core.desired import Desired, Known, Pair, pairs_of
from lambdas.core.drift import find_drift, find_news, obey
from lambdas.core.memory import Recalled
from lambdas.core.plan import Change, Plan, Surplus, make_plan
from lambdas.core.policy import Policy, Unmanaged
from lambdas.core.safety import Freeze, OutOfReach, freeze, spare_break_glass, too_dangerous
from lambdas.core.scopes import Place


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read for one loop. `freezes` are the reads that failed; `gone` are account ids AWS does not know.

    `whole` says that the accounts are all there are, and the assignments all that the managed principals hold. Where
    only some were looked at they are `principals`; where only some permission sets of an account were, `places`.
    `recalled` is what was remembered before, `learned` the names of permission sets that were not. `orphans` are
    principals that AWS says were deleted.
    """

    accounts: tuple[Account, ...] = ()
    known: Known = field(default_factory=Known)
    assignments: tuple[Assignment, ...] = ()
    freezes: tuple[Freeze, ...] = ()
    gone: frozenset[str] = frozenset()
    whole: bool = False
    principals: frozenset[Principal] | None = None
    places: frozenset[Place] = frozenset()
    recalled: Recalled = field(default_factory=Recalled)
    learned: dict[str, str] = field(default_factory=dict)
    orphans: frozenset[Principal] = frozenset()

    def covers(self, assignment: Assignment) -> bool:
        """Whether this assignment would have been read, if it were there."""
        if self.principals is not None:
            return assignment.principal in self.principals
        place = Place(assignment.account_id, assignment.permission_set_arn)
        return assignment.account_id not in self.in_part() or place in self.places

    def in_part(self) -> frozenset[str]:
        """The accounts of which not everything managed was read."""
        if self.principals is not None:
            return frozenset(account.id for account in self.accounts)
        return frozenset(place.account_id for place in self.places)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A plan that passed every check. `held` says why a person must approve it first, or is empty.

    `drift` are the changes in it, or withheld from it, that hands have made due; `news` is what is unmanaged and nobody
    was told of; `out_of_reach` is what the policy calls break glass.
    """

    plan: Plan
    held: str = ""
    names: Names = field(default_factory=Names)
    read: Readings = field(default_factory=Readings)
    desired: Desired = field(default_factory=Desired)
    drift: tuple[Change, ...] = ()
    news: tuple[Assignment, ...] = ()
    out_of_reach: OutOfReach = field(default_factory=OutOfReach)

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts that were looked at."""
        return self.read.accounts

    @property
    def gone(self) -> frozenset[str]:
        """The ids AWS does not know."""
        return self.read.gone


def review(policy: Policy, desired: Desired, read: Readings, approval: Approval = NOT_APPROVED) -> Reviewed:
    """Desired minus what was read, and then every check of `safety`, in its order. An approved plan is not held."""
    actual = tuple(_writable(read))
    freezes = (*read.freezes, *(implausible(policy, read) if read.whole else ()))
    looked_at = desired if read.whole else desired.where(read.covers)
    plan = freeze(make_plan(looked_at, actual, _surplus(policy, read)), freezes)
    out_of_reach = OutOfReach.of(policy.break_glass, _named(read))
    plan = spare_break_glass(plan, out_of_reach)
    drift = find_drift(plan, desired, read.recalled.accounts)
    plan = obey(plan, drift, policy.safety.drift)
    held = _hold(policy, desired, actual, plan, whole=read.whole)
    news = tuple(find_news(plan.unmanaged, read.recalled.accounts))
    held = "" if approval.covers(plan) else held
    return Reviewed(plan, held, make_names(read), read, desired, drift, news, out_of_reach)


def _surplus(policy: Policy, read: Readings) -> Surplus:
    management = frozenset(account.id for account in read.accounts if account.is_management)
    return Surplus(read.orphans, policy.safety.unmanaged is Unmanaged.REVOKE, management)


def _hold(policy: Policy, desired: Desired, actual: tuple[Assignment, ...], plan: Plan, *, whole: bool) -> str:
    managed_now = sum(Pair.of(assignment) in desired.managed for assignment in actual)
    limit = policy.safety.max_revokes
    return too_dangerous(plan, limit, managed_now=managed_now, whole_organization=whole) or ""


def implausible(policy: Policy, read: Readings) -> Iterator[Freeze]:
    """What a reading of the whole organization says that is more likely wrong than true.

    An assignment in an account that the list does not have; and a selector that means no account at all, although
    AWS has assignments of its pairs: an OU that was renamed looks so.
    """
    listed = {account.id for account in read.accounts}
    for account_id in sorted({assignment.account_id for assignment in read.assignments} - listed):
        because = f"account {account_id} has assignments and is not in the list of accounts"
        yield Freeze(because, accounts=frozenset({account_id}))
    there = {Pair.of(assignment) for assignment in read.assignments}
    for item in policy.promises():
        pairs = frozenset(pairs_of(item, read.known)) & there
        if pairs and not any(matches(item.accounts, account) for account in read.accounts):
            because = f"{item.label}: no account is meant by {describe(item.accounts)}, and there is access of it"
            yield Freeze(because, pairs=pairs)


def _writable(read: Readings) -> Iterator[Assignment]:
    """Without the accounts that are known not to be ACTIVE: nothing is written there, so nothing is planned there."""
    closed = {account.id for account in read.accounts if account.state is not AccountState.ACTIVE}
    return (assignment for assignment in read.assignments if assignment.account_id not in closed)


def _named(read: Readings) -> Known:
    """What the names mean or once meant: break glass is spared under a name the policy had before, too."""
    groups = {h.name: h.principal.id for h in read.recalled.holders.values() if h.principal.type is PrincipalType.GROUP}
    permission_sets = {name: arn for arn, name in (read.recalled.permission_sets | read.learned).items()}
    known = read.known
    return Known(groups | known.groups, known.users, permission_sets | known.permission_sets)


def make_names(read: Readings) -> Names:
    """The ids of one loop as people call them."""
    known, recalled = read.known, read.recalled
    remembered = {holder.principal.id: holder.name for holder in recalled.holders.values() if holder.name}
    return Names(
        accounts={account.id: account.name for account in read.accounts},
        permission_sets=recalled.permission_sets | {arn: name for name, arn in known.permission_sets.items()},
        principals=remembered | {i: name for name, i in (*known.groups.items(), *known.users.items())},
    )
