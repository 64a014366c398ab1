"""Whatever goes wrong at AWS: nothing wrong is done, nothing is silently missing, and afterwards all is right."""

from collections.abc import Iterable
from typing import Any

import pytest

from tests.loop.conftest import READ_TIMEOUT
from tests.loop.running import Gatehouse

pytestmark = pytest.mark.e2e

GRANT, REVOKE = "CreateAccountAssignment", "DeleteAccountAssignment"
LISTS = (
    "ListAccountAssignments",
    "ListAccountAssignmentsForPrincipal",
    "ListPermissionSets",
    "ListPermissionSetsProvisionedToAccount",
    "ListGroups",
    "ListAccountsForParent",
    "ListOrganizationalUnitsForParent",
    "ListParents",
    "ListTagsForResource",
    "ListAccountAssignmentCreationStatus",
    "ListAccountAssignmentDeletionStatus",
)
READS = (
    *LISTS,
    "ListInstances",
    "ListRoots",
    "DescribeAccount",
    "DescribeOrganization",
    "DescribeOrganizationalUnit",
    "DescribePermissionSet",
    "DescribeUser",
    "DescribeAccountAssignmentCreationStatus",
    "DescribeAccountAssignmentDeletionStatus",
    "GetGroupId",
    "GetUserId",
)
# Of these each fails once in a hiccup of reads: one of the tags, one of each way to read assignments, and of statuses.
SOME_READS = (
    "ListTagsForResource",
    "ListAccountAssignments",
    "ListAccountAssignmentsForPrincipal",
    "DescribeAccountAssignmentCreationStatus",
    "ListAccountAssignmentCreationStatus",
)
WRITES = (GRANT, REVOKE)
TIMED_OUT = {"delay": 2 * READ_TIMEOUT}
ERRORS: dict[str, tuple[Iterable[str], dict[str, Any]]] = {
    "throttle on reads": (READS, {"error": "ThrottlingException"}),
    "throttle on writes": (WRITES, {"error": "ThrottlingException"}),
    "conflict on writes": (WRITES, {"error": "ConflictException"}),
    "FAILED on a grant": ([GRANT], {"failed": "the account is not ready"}),
    "FAILED on a revoke": ([REVOKE], {"failed": "the account is not ready"}),
    "denied on reads": (READS, {"error": "AccessDeniedException"}),
    "denied on writes": (WRITES, {"error": "AccessDeniedException"}),
    "500 on reads": (READS, {"status": 500}),
    "500 on writes": (WRITES, {"status": 500}),
    "time-out on reads": (READS, TIMED_OUT),
    "time-out on writes": (WRITES, TIMED_OUT),
}
FLOWS = pytest.mark.parametrize("flow", ["accounts", "sweep"])


def lasting(operations: Iterable[str], fault: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"operation": operation, "times": None, **fault} for operation in operations]


def once(operations: Iterable[str], fault: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"operation": operation, "times": 1, **fault} for operation in operations]


def check(gatehouse: Gatehouse, flow: str, faults: list[dict[str, Any]]) -> None:
    """The promise: while AWS is broken, and after it is not."""
    events = gatehouse.begin(flow)
    gatehouse.break_aws(faults)
    gatehouse.run(flow, *events)
    check_nothing_is_lost(gatehouse, faults)
    gatehouse.wake()
    check_nothing_is_lost(gatehouse, faults)
    gatehouse.break_aws([])
    gatehouse.wake_until_done()
    assert not gatehouse.wrong()
    assert gatehouse.is_right(), gatehouse.differences()


def check_nothing_is_lost(gatehouse: Gatehouse, faults: list[dict[str, Any]]) -> None:
    """Nothing wrong was asked for; and there is a record, and all is right or will be looked at again."""
    assert not gatehouse.wrong()
    assert gatehouse.records()
    if not (gatehouse.is_to_come() or gatehouse.has_told_people()):
        gatehouse.break_aws([])  # for the test's own look
        assert gatehouse.is_right(), gatehouse.differences()
        gatehouse.break_aws(faults)


@FLOWS
@pytest.mark.parametrize("what", ERRORS)
def test_a_hiccup(gatehouse: Gatehouse, flow: str, what: str) -> None:
    """One call of a kind goes wrong: nothing wrong is done, and in the end all is right."""
    operations, fault = ERRORS[what]
    chosen = [operation for operation in operations if operation in (*SOME_READS, *WRITES)]
    check(gatehouse, flow, once(chosen, fault))


@FLOWS
@pytest.mark.parametrize("what", ERRORS)
def test_an_outage_that_ends(gatehouse: Gatehouse, flow: str, what: str) -> None:
    """All calls of a kind go wrong for a while: someone or something knows, and afterwards all is right."""
    operations, fault = ERRORS[what]
    check(gatehouse, flow, lasting(operations, fault))


@FLOWS
@pytest.mark.parametrize("answer", ["empty", "truncated"])
@pytest.mark.parametrize("operation", LISTS)
def test_a_page_that_lost_items(gatehouse: Gatehouse, flow: str, operation: str, answer: str) -> None:
    """One page of a list lacks items and does not say so: nothing wrong is done, and in the end all is right."""
    check(gatehouse, flow, once([operation], {"answer": answer}))


@FLOWS
@pytest.mark.parametrize("answer", ["empty", "truncated"])
@pytest.mark.parametrize("operation", LISTS)
def test_a_list_that_loses_items(gatehouse: Gatehouse, flow: str, operation: str, answer: str) -> None:
    """For a while every page of a list lacks items: nothing wrong is done, and afterwards all is right."""
    check(gatehouse, flow, lasting([operation], {"answer": answer}))
