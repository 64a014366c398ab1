"""A list of AWS that lacks items, and does not say so."""

import pytest

from tests.loop.aws_broken import LISTS, Fault, check, check_with_the_night, lasting, once
from tests.loop.running import Gatehouse

pytestmark = pytest.mark.e2e

FLOWS = pytest.mark.parametrize("flow", ["accounts", "sweep"])
ANSWERS = pytest.mark.parametrize("answer", ["empty", "truncated"])
# What is hidden here can be neither known nor doubted: access that is there and not listed, a tag that is new.
HIDDEN = {
    ("accounts", "ListAccountAssignments"),
    ("accounts", "ListPermissionSetsProvisionedToAccount"),
    ("accounts", "ListTagsForResource"),
    ("sweep", "ListAccountAssignmentsForPrincipal"),
}


@FLOWS
@ANSWERS
@pytest.mark.parametrize("operation", LISTS)
def test_one_page(gatehouse: Gatehouse, flow: str, operation: str, answer: str) -> None:
    """One page lacks items: nothing wrong is done, and in the end, the night at the latest, all is right."""
    check_list(gatehouse, flow, operation, once([operation], {"answer": answer}))


@FLOWS
@ANSWERS
@pytest.mark.parametrize("operation", LISTS)
def test_every_page_for_a_while(gatehouse: Gatehouse, flow: str, operation: str, answer: str) -> None:
    """Every page lacks items, for a while: nothing wrong is done, and afterwards all is right."""
    check_list(gatehouse, flow, operation, lasting([operation], {"answer": answer}))


def check_list(gatehouse: Gatehouse, flow: str, operation: str, faults: list[Fault]) -> None:
    promise = check_with_the_night if (flow, operation) in HIDDEN else check
    gatehouse.begin(flow)
    promise(gatehouse, flow, faults)
