"""The loop: read what is, decide what should be, plan, check, apply, report."""

from collections.abc import Iterable
from dataclasses import replace

from lambdas.core.accounts import Account, AccountState
from lambdas.core.assignments import Assignment, Names
from lambdas.core.desired import Desired, Known, make_desired
from lambdas.core.outcomes import Report
from lambdas.core.plan import make_plan
from lambdas.core.policy import Policy
from lambdas.core.safety import OutOfReach, spare_break_glass, too_dangerous
from lambdas.core.signals import Scope
from lambdas.flows.apply import Limits, apply_changes
from lambdas.ports import Ports


def reconcile(scope: Scope, policy: Policy, ports: Ports, limits: Limits) -> Report:
    """Bring the accounts of the scope to what the policy promises, and say what became of every change."""
    accounts, gone = read_accounts(scope, ports)
    known = read_known(policy, ports)
    desired = make_desired(policy, accounts, known, ports.clock.now())
    actual = read_actual(accounts, desired, ports)
    plan = spare_break_glass(make_plan(desired, actual), out_of_reach(policy, known))
    report = Report(plan, accounts=accounts, gone=gone, names=make_names(accounts, known))
    held = too_dangerous(plan, policy.safety.max_revokes, managed_now=len(actual), whole_organization=scope.everything)
    if held:
        return replace(report, held=held)
    return replace(report, outcomes=apply_changes(plan.changes, ports.center, ports.clock, limits))


def read_accounts(scope: Scope, ports: Ports) -> tuple[tuple[Account, ...], frozenset[str]]:
    """The accounts of the scope, and the ids AWS no longer knows."""
    if scope.everything:
        accounts = ports.organization.list_accounts()
        return accounts, scope.accounts - {account.id for account in accounts}
    found = {account_id: ports.organization.find_account(account_id) for account_id in sorted(scope.accounts)}
    accounts = tuple(account for account in found.values() if account is not None)
    return accounts, frozenset(account_id for account_id, account in found.items() if account is None)


def read_known(policy: Policy, ports: Ports) -> Known:
    """What the names in the policy mean in AWS today."""
    groups = {group for rule in policy.access for group in rule.groups} | set(policy.break_glass.groups)
    names = {name for rule in policy.access for name in rule.permission_sets}
    names |= {exception.permission_set for exception in policy.exceptions} | set(policy.break_glass.permission_sets)
    users = {exception.user: ports.store.find_user(exception.user) for exception in policy.exceptions}
    return Known(
        groups=ports.store.find_groups(sorted(groups)),
        users={email: user.id for email, user in users.items() if user is not None},
        permission_sets=ports.center.find_permission_sets(sorted(names)),
    )


def read_actual(accounts: Iterable[Account], desired: Desired, ports: Ports) -> tuple[Assignment, ...]:
    """What AWS has of the permission sets that any rule manages, in the accounts that may be written to."""
    arns = sorted({pair.permission_set_arn for pair in desired.managed})
    active = [account for account in accounts if account.state is AccountState.ACTIVE]
    return tuple(found for account in active for found in ports.center.list_assignments(account.id, arns))


def out_of_reach(policy: Policy, known: Known) -> OutOfReach:
    """The break-glass names of the policy as ids."""
    return OutOfReach(
        frozenset(known.permission_sets[n] for n in policy.break_glass.permission_sets if n in known.permission_sets),
        frozenset(known.groups[n] for n in policy.break_glass.groups if n in known.groups),
    )


def make_names(accounts: Iterable[Account], known: Known) -> Names:
    """The ids of this loop as people call them."""
    return Names(
        accounts={account.id: account.name for account in accounts},
        permission_sets={arn: name for name, arn in known.permission_sets.items()},
        principals={i: name for name, i in (*known.groups.items(), *known.users.items())},
    )
