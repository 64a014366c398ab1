"""Which of CloudTrail's read-only events a rule gets, by its state."""

import json

import pytest

from tests.sandbox.making import make_queue, make_rule, unique

EVERYTHING = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"


@pytest.fixture
def heard(sandbox):
    """The names of the events that a rule of this state gets, of those that are put."""

    def listen(state, *events):
        source = f"aws.{unique('service')}"
        queue = make_queue(sandbox)
        make_rule(sandbox, {"source": [source]}, queue.arn, state=state)
        for name, read_only in events:
            detail = {"eventName": name, "readOnly": read_only}
            event = {"source": source, "detail-type": "AWS API Call via CloudTrail", "detail": detail}
            sandbox.local("/_local/aws-event", event)
        return {json.loads(body)["detail"]["eventName"] for body in queue.bodies(seconds=1)}

    return listen


EVENTS = (("ListAccounts", True), ("DescribeAccount", True), ("GetRole", True), ("AssumeRole", True), ("Move", False))


def test_an_enabled_rule_gets_no_reads(heard):
    """An ENABLED rule gets writes, and the read-only AssumeRole, but nothing named Get, List or Describe."""
    assert heard("ENABLED", *EVENTS) == {"AssumeRole", "Move"}


def test_the_special_state_gets_everything(heard):
    """A rule that asks for all management events gets the reads too."""
    assert heard(EVERYTHING, *EVENTS) == {name for name, _ in EVENTS}


def test_a_disabled_rule_gets_nothing(heard):
    """A DISABLED rule is silent."""
    assert heard("DISABLED", *EVENTS) == set()


def test_the_state_is_kept(sandbox):
    """A rule's state reads back as it was written."""
    name = make_rule(sandbox, {"source": ["aws.none"]}, make_queue(sandbox).arn, state=EVERYTHING)
    assert sandbox.client("events").describe_rule(Name=name)["State"] == EVERYTHING
