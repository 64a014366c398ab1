"""The loop: read what is, decide what should be, plan, check, apply, report."""

from lambdas.core.desired import make_desired
from lambdas.core.outcomes import Report
from lambdas.core.policy import Policy
from lambdas.core.review import Readings, Reviewed, review
from lambdas.core.signals import Scope
from lambdas.flows.apply import Limits, apply_changes
from lambdas.flows.reading import read_accounts, read_by_account, read_by_principal, read_known
from lambdas.ports import Ports


def reconcile(scope: Scope, policy: Policy, ports: Ports, limits: Limits) -> Report:
    """Bring the accounts of the scope to what the policy promises, and say what became of every change."""
    reviewed = make_checked_plan(scope, policy, ports)
    outcomes = () if reviewed.held else apply_changes(reviewed.plan.changes, ports.center, ports.clock, limits)
    return Report(reviewed.plan, outcomes, reviewed.accounts, reviewed.gone, reviewed.held, reviewed.names)


def make_checked_plan(scope: Scope, policy: Policy, ports: Ports) -> Reviewed:
    """Read the scope, and say what would change there after every check: nothing is written."""
    accounts, gone = read_accounts(scope, ports)
    known = read_known(policy, ports)
    desired = make_desired(policy, accounts, known, ports.clock.now())
    if scope.everything:
        found, freezes = read_by_principal(desired, ports)
        return review(policy, desired, Readings(accounts, known, found, freezes, gone, whole=True))
    found = read_by_account(accounts, desired, ports)
    return review(policy, desired, Readings(accounts, known, found, gone=gone))
