"""Calls on rules, and who may make them on which."""

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.making import allow, make_queue, make_rule, make_user


@pytest.fixture
def rule(sandbox):
    return make_rule(sandbox, {"source": ["aws.nothing"]}, make_queue(sandbox).arn)


def events_of(sandbox, resource: str):
    may = allow(["events:ListTargetsByRule", "events:DisableRule"], f"arn:aws:events:*:*:rule/{resource}")
    return make_user(sandbox, may).client("events")


def test_a_right_on_some_rules(sandbox, rule):
    """Whoever may read rules that begin so, may read this one; the default bus is not in its name."""
    client = events_of(sandbox, f"{rule[:-1]}*")
    assert len(client.list_targets_by_rule(Rule=rule)["Targets"]) == 1
    client.disable_rule(Name=rule)


def test_no_right_on_others(sandbox, rule):
    """Whoever may read other rules is refused."""
    client = events_of(sandbox, "another*")
    for call, member in ((client.list_targets_by_rule, "Rule"), (client.disable_rule, "Name")):
        with pytest.raises(ClientError, match="AccessDenied"):
            call(**{member: rule})
