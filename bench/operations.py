"""600 grants and 600 revokes over 60 accounts, with the whole quota of an instance: how close to the bound."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bench.calls import Calls
from bench.functions import function_of
from bench.harness import Cloud, started
from bench.measures import Measure
from bench.organizations import Ids, group_name, make_accounts, make_groups, make_permission_sets, set_name
from lambdas.aws.clients import make_client
from lambdas.aws.clock import SystemClock
from lambdas.aws.identity_center import AwsIdentityCenter
from lambdas.core.assignments import Action, Assignment, PrincipalType
from lambdas.core.outcomes import Outcome, Result
from lambdas.core.plan import Change
from lambdas.core.shares import CALLS_PER_SECOND, OUTSTANDING
from lambdas.flows.apply import Limits, apply_changes

ACCOUNTS = 60
EACH = 10
OPERATIONS = 2 * ACCOUNTS * EACH
# From a request to AWS's decision, in seconds: the sandbox's usual, and short enough that the calls are the limit.
LATENCIES = (2.0, 0.5)


@dataclass(frozen=True, slots=True)
class Ran:
    """All operations, once."""

    seconds: float
    outcomes: tuple[Outcome, ...]
    calls: Calls
    right: bool


def measure() -> Iterator[Measure]:
    """Where the outstanding requests are the limit, and where the calls are."""
    for latency in LATENCIES:
        with started(async_seconds=latency) as cloud:
            ran = _run(cloud)
        about = f"{OPERATIONS} operations decided after {latency:g} s"
        bound = max(OPERATIONS * latency / OUTSTANDING, OPERATIONS / CALLS_PER_SECOND)
        done = sum(outcome.result is Result.DONE for outcome in ran.outcomes) if ran.right else 0
        share = 100 * ran.calls.throttled.total() / ran.calls.count("sso-admin")
        yield Measure(f"{about}: makespan / bound", ran.seconds / bound, 1.25)
        yield Measure(f"{about}: calls throttled, %", share, 2, also=f"(of {ran.calls.count('sso-admin')})")
        yield Measure(f"{about}: done, and there", done, OPERATIONS, at_least=True)


def _run(cloud: Cloud) -> Ran:
    made = cloud.seed(
        accounts=make_accounts(ACCOUNTS),
        permission_sets=make_permission_sets(2 * EACH),
        groups=make_groups(1),
        assignments=[
            [account["AccountName"], set_name(n), "GROUP", group_name(0)]
            for account in make_accounts(ACCOUNTS)
            for n in range(EACH)
        ],
    )
    changes = list(_make_changes(made))
    with function_of(cloud.deploy({}), "accounts") as calls:
        center = AwsIdentityCenter(make_client("sso-admin", CALLS_PER_SECOND), cloud.instance["InstanceArn"])
        limits = Limits(OUTSTANDING, SystemClock().now() + timedelta(hours=1))
        start = time.monotonic()
        outcomes = apply_changes(changes, center, SystemClock(), limits)
        seconds = time.monotonic() - start
    return Ran(seconds, outcomes, calls, _are_granted(cloud, changes))


def _make_changes(made: Ids) -> Iterator[Change]:
    """In the order of a plan: the revokes, then the grants, account by account."""
    (group_id,) = made["groups"].values()
    for action, numbers in ((Action.REVOKE, range(EACH)), (Action.GRANT, range(EACH, 2 * EACH))):
        for account_id in sorted(made["accounts"].values()):
            for number in numbers:
                arn = made["permission_sets"][set_name(number)]
                yield Change(action, Assignment(account_id, arn, PrincipalType.GROUP, group_id), ("measured",))


def _are_granted(cloud: Cloud, changes: list[Change]) -> bool:
    """Whether exactly what was to be granted is there."""
    pages = cloud.client("sso-admin").get_paginator("list_account_assignments_for_principal")
    group_id = changes[0].assignment.principal_id
    found = pages.paginate(PrincipalId=group_id, PrincipalType="GROUP", **cloud.instance).search("AccountAssignments")
    there = {(item["AccountId"], item["PermissionSetArn"]) for item in found}
    wanted = [change.assignment for change in changes if change.action is Action.GRANT]
    return there == {(assignment.account_id, assignment.permission_set_arn) for assignment in wanted}
