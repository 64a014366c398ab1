"""The loop: read what is, decide what should be, plan, check, apply, report."""

from collections.abc import Iterable
from dataclasses import replace

from lambdas.core.approval import NOT_APPROVED, Approval
from lambdas.core.assignments import Action, Assignment, Principal
from lambdas.core.desired import Desired, make_desired
from lambdas.core.doubt import doubt_tags
from lambdas.core.latency import Pause
from lambdas.core.outcomes import Report
from lambdas.core.policy import Policy, Unmanaged
from lambdas.core.review import Readings, Reviewed, review
from lambdas.core.scopes import Requested, Scope
from lambdas.flows.apply import Limits, apply_changes
from lambdas.flows.names import find_names, freeze_orphans, read_known, read_strays
from lambdas.flows.reading import read_accounts, read_by_account, read_by_place, read_by_principal
from lambdas.flows.recalling import recall
from lambdas.flows.unmanaged import name_unmanaged
from lambdas.ports import Ports


def reconcile(scope: Scope, policy: Policy, ports: Ports, limits: Limits, approval: Approval = NOT_APPROVED) -> Report:
    """Bring the scope to what the policy promises, and say what became of every change."""
    wait_for(scope.requested, ports, limits)
    reviewed = make_checked_plan(scope, policy, ports, approval)
    if reviewed.held:
        return Report(reviewed)
    return Report(reviewed, apply_changes(reviewed.plan.changes, ports.center, ports.clock, limits))


def wait_for(requested: frozenset[Requested], ports: Ports, limits: Limits) -> None:
    """Wait until AWS has decided these requests: what is read before that is about to change."""
    for action in Action:
        open_requests = {request.request_id for request in requested if request.action is action}
        pause = Pause()
        while open_requests and ports.clock.now() < limits.deadline:
            still_open = open_requests & ports.center.list_undecided(action)
            pause.learn(in_vain=still_open == open_requests)
            open_requests = still_open
            if open_requests:
                ports.clock.sleep(pause.seconds)


def make_checked_plan(scope: Scope, policy: Policy, ports: Ports, approval: Approval = NOT_APPROVED) -> Reviewed:
    """Read the scope, and say what would change there after every check: nothing is written."""
    now, recalled = ports.clock.now(), recall(scope, ports.memory)
    accounts, gone = read_accounts(scope, ports.organization, recalled)
    known, learned = read_known(policy, ports, recalled)
    freezes, orphans = read_strays(policy, known, recalled, ports.store)
    if not (scope.is_wide or scope.deep):
        freezes, orphans = (*freezes, *freeze_orphans(recalled.holders[orphan] for orphan in orphans)), frozenset()
    doubts = tuple(doubt_tags(accounts, recalled.accounts, scope.retagged, now, policy.tag_keys()))
    desired = make_desired(policy, accounts, known, now, recalled.pairs)
    read = Readings(accounts, known, (), (*freezes, *doubts), gone, recalled=recalled, learned=learned, orphans=orphans)
    read = _read_assignments(scope, desired, read, ports)
    if policy.safety.unmanaged is Unmanaged.REVOKE:
        read = name_unmanaged(read, desired, ports)
    return review(policy, desired, read, approval)


def _read_assignments(scope: Scope, desired: Desired, read: Readings, ports: Ports) -> Readings:
    """Everything, some accounts or places in them, or some principals wherever they are."""
    if not scope.is_wide:
        return _read_accounts(scope, desired, read, ports)
    if scope.everything:
        principals = frozenset(pair.principal for pair in desired.managed)
    else:
        principals = _meant(scope, desired)
        deleted = scope.principals - find_names(scope.principals, ports.store).keys()
        read = replace(read, orphans=read.orphans | deleted, principals=principals)
    found, freezes = read_by_principal(principals, desired.managed, read.orphans, ports.center)
    return replace(read, assignments=found, freezes=(*read.freezes, *freezes), whole=scope.everything)


def _read_accounts(scope: Scope, desired: Desired, read: Readings, ports: Ports) -> Readings:
    whole = [account for account in read.accounts if account.id in scope.accounts]
    places = frozenset(place for place in scope.places if place.account_id not in scope.accounts)
    found = (
        *read_by_account(whole, desired, ports.center, deep=scope.deep),
        *read_by_place(places, read.accounts, desired, ports.center),
    )
    deleted = _find_deleted(found, desired, ports) if scope.deep else frozenset()
    return replace(read, assignments=found, orphans=read.orphans | deleted, places=places)


def _find_deleted(found: Iterable[Assignment], desired: Desired, ports: Ports) -> frozenset[Principal]:
    """The principals of unmanaged access that the directory no longer knows."""
    managed = {pair.principal for pair in desired.managed}
    unknown = frozenset(assignment.principal for assignment in found) - managed
    return unknown - find_names(unknown, ports.store).keys()


def _meant(scope: Scope, desired: Desired) -> frozenset[Principal]:
    """The principals of the scope, and those that hold its permission sets."""
    holders = {pair.principal for pair in desired.managed if pair.permission_set_arn in scope.permission_sets}
    return scope.principals | holders
