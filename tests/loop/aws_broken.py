"""What can go wrong at AWS, as `/_local/faults` takes it; and the promise that is kept all the same."""

from collections.abc import Iterable
from typing import Any

from bench.events import sweep_due
from tests.loop.running import Gatehouse

Fault = dict[str, Any]
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


def lasting(operations: Iterable[str], fault: Fault) -> list[Fault]:
    return [{"operation": operation, "times": None, **fault} for operation in operations]


def once(operations: Iterable[str], fault: Fault) -> list[Fault]:
    return [{"operation": operation, "times": 1, **fault} for operation in operations]


def check(gatehouse: Gatehouse, flow: str, faults: list[Fault]) -> None:
    """The promise: while AWS is broken, and after it is not."""
    gatehouse.break_aws(faults)
    gatehouse.run(flow, *gatehouse.events_of(flow))
    check_nothing_is_lost(gatehouse, faults)
    gatehouse.wake()
    check_nothing_is_lost(gatehouse, faults)
    gatehouse.break_aws([])
    gatehouse.wake_until_done()
    assert not gatehouse.wrong()
    assert gatehouse.is_right(), gatehouse.differences()


def check_nothing_is_lost(gatehouse: Gatehouse, faults: list[Fault]) -> None:
    """Nothing wrong was asked for; and all is right, or somebody was told, or it comes back and a record says so."""
    assert not gatehouse.wrong()
    assert gatehouse.records()
    if gatehouse.is_to_come():
        assert gatehouse.says_unfinished(), gatehouse.records()
    elif not gatehouse.has_told_people():
        gatehouse.break_aws([])  # for the test's own look
        assert gatehouse.is_right(), gatehouse.differences()
        gatehouse.break_aws(faults)


def check_with_the_night(gatehouse: Gatehouse, flow: str, faults: list[Fault]) -> None:
    """The promise where AWS's answer is whole by all signs, and is not: what it hid is found by the next sweep."""
    gatehouse.break_aws(faults)
    gatehouse.run(flow, *gatehouse.events_of(flow))
    gatehouse.wake()
    gatehouse.break_aws([])
    gatehouse.wake_until_done()
    gatehouse.run("sweep", sweep_due("nightly"))
    gatehouse.wake_until_done()
    assert not gatehouse.wrong()
    assert gatehouse.is_right(), gatehouse.differences()
