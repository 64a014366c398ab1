"""The deployed rules and the readers agree, by a matcher that is not ours."""

import json

import pytest

from lambdas.core.errors import RejectError
from lambdas.core.signal_kinds import DEPLOYED, KINDS
from lambdas.core.signals import parse_signal
from tests.events import FOLDER, load

RECORDS = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.json"))


@pytest.fixture(scope="session")
def patterns(stage) -> dict[str, str]:
    """The patterns of the rules that feed the accounts lane, as they stand in EventBridge, by description."""
    events = stage.sandbox.client("events")
    rules = events.get_paginator("list_rules").paginate(EventBusName="default")
    return {
        rule["Description"]: rule["EventPattern"] for page in rules for rule in page["Rules"] if "Description" in rule
    }


@pytest.mark.parametrize("name", RECORDS)
def test_a_rule_lets_through_what_its_reader_reads(stage, patterns, name):
    """For every record: the rules of the lanes let it through exactly when it is a signal, and as its kind."""
    events, event = stage.sandbox.client("events"), load(name)
    matching = [
        kind.name
        for kind in (*KINDS, DEPLOYED)
        if events.test_event_pattern(EventPattern=patterns[kind.description], Event=json.dumps(event))["Result"]
    ]
    try:
        expected = [parse_signal(event).kind]
    except RejectError:
        expected = []
    assert matching == expected
