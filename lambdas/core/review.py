"""All that was read about a scope -> the plan as it may be applied, after every check of `safety`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lambdas.core.accounts import Account, AccountState, describe, matches
from lambdas.core.assignments import Assignment, Names
from lambdas.core.desired import Desired, Known, Pair, pairs_of
from lambdas.core.plan import Plan, make_plan
from lambdas.core.policy import Policy
from lambdas.core.safety import Freeze, OutOfReach, freeze, spare_break_glass, too_dangerous


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read for one loop. `freezes` are the reads that failed; `gone` are account ids AWS does not know.

    `whole` says that the accounts are all there are, and the assignments all that the managed principals hold.
    """

    accounts: tuple[Account, ...] = ()
    known: Known = field(default_factory=Known)
    assignments: tuple[Assignment, ...] = ()
    freezes: tuple[Freeze, ...] = ()
    gone: frozenset[str] = frozenset()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A plan that passed every check. `held` says why a person must approve it first, or is empty."""

    plan: Plan
    held: str = ""
    names: Names = field(default_factory=Names)
    accounts: tuple[Account, ...] = ()
    gone: frozenset[str] = frozenset()


def review(policy: Policy, desired: Desired, read: Readings) -> Reviewed:
    """Desired minus what was read, and then every check of `safety`, in its order."""
    actual = tuple(_writable(read))
    freezes = (*read.freezes, *(implausible(policy, read) if read.whole else ()))
    plan = freeze(make_plan(desired, actual), freezes)
    plan = spare_break_glass(plan, OutOfReach.of(policy.break_glass, read.known))
    managed_now = sum(Pair.of(assignment) in desired.managed for assignment in actual)
    limit = policy.safety.max_revokes
    held = too_dangerous(plan, limit, managed_now=managed_now, whole_organization=read.whole)
    return Reviewed(plan, held or "", make_names(read.accounts, read.known), read.accounts, read.gone)


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


def make_names(accounts: Iterable[Account], known: Known) -> Names:
    """The ids of one loop as people call them."""
    return Names(
        accounts={account.id: account.name for account in accounts},
        permission_sets={arn: name for name, arn in known.permission_sets.items()},
        principals={i: name for name, i in (*known.groups.items(), *known.users.items())},
    )
