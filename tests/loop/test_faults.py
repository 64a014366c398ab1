"""Whatever goes wrong at AWS: nothing wrong is done, nothing is silently missing, and afterwards all is right."""

from collections.abc import Iterable

import pytest

from tests.loop.aws_broken import LISTS, Fault, check, lasting, once
from tests.loop.running import READ_TIMEOUT, Gatehouse

pytestmark = pytest.mark.e2e

GRANT, REVOKE = "CreateAccountAssignment", "DeleteAccountAssignment"
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
ERRORS: dict[str, tuple[Iterable[str], Fault]] = {
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


@FLOWS
@pytest.mark.parametrize("what", ERRORS)
def test_a_hiccup(gatehouse: Gatehouse, flow: str, what: str) -> None:
    """One call of a kind goes wrong: nothing wrong is done, and in the end all is right."""
    operations, fault = ERRORS[what]
    gatehouse.begin(flow)
    check(gatehouse, flow, once([name for name in operations if name in (*SOME_READS, *WRITES)], fault))


@FLOWS
@pytest.mark.parametrize("what", ERRORS)
def test_an_outage_that_ends(gatehouse: Gatehouse, flow: str, what: str) -> None:
    """All calls of a kind go wrong for a while: someone or something knows, and afterwards all is right."""
    operations, fault = ERRORS[what]
    gatehouse.begin(flow)
    check(gatehouse, flow, lasting(operations, fault))
