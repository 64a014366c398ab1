"""The drill on the deployed stacks: the path works; and what is broken in it is found, by another way."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sandbox.demo.stage import Stage
from sandbox.demo.timeline import wait_for
from tests.e2e.test_break_glass import message_about
from tests.e2e.test_incidents import run
from tests.e2e.test_sweep import fire


@pytest.fixture(scope="session")
def last_resort(stage: Stage) -> str:
    """A queue that gets what comes on the second topic."""
    return stage.subscribe("last-resort", stage.outputs["LastResortTopicArn"])


@contextmanager
def disabled(stage: Stage, description: str) -> Iterator[str]:
    """A rule of ours, disabled by hand for a while; its name."""
    events = stage.sandbox.client("events")
    pages = events.get_paginator("list_rules").paginate(NamePrefix="Gatehouse")
    rules = [rule for page in pages for rule in page["Rules"]]
    (name,) = [rule["Name"] for rule in rules if rule.get("Description") == description]
    events.disable_rule(Name=name)
    try:
        yield name
    finally:
        events.enable_rule(Name=name)


@contextmanager
def without_topic(stage: Stage) -> Iterator[None]:
    """The alert topic is gone for a while, and with it all who listened."""
    sns, arn = stage.sandbox.client("sns"), stage.outputs["TopicArn"]
    listening = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    attributes = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    sns.delete_topic(TopicArn=arn)
    try:
        yield
    finally:
        kept = {name: attributes[name] for name in ("KmsMasterKeyId", "Policy") if attributes.get(name)}
        sns.create_topic(Name=arn.rpartition(":")[2], Attributes=kept)
        for one in listening:
            sns.subscribe(TopicArn=arn, Protocol=one["Protocol"], Endpoint=one["Endpoint"])


def inspections(stage: Stage) -> list[dict[str, Any]]:
    return stage.documents("inspection")


def test_the_alarm_arrives(stage, inbox):
    """A marked event comes out as a message that says it is a drill; the ledger has the seconds."""
    record = run(stage, "drill")
    assert record["result"] == "succeeded", record
    assert record["arrived_after_seconds"] < 60
    assert message_about(stage, inbox, "This is a drill")["Subject"].startswith("DRILL")
    assert record["event_id"] in [found["event_id"] for found in stage.documents("drill")]


def test_the_schedule_drills(stage, inbox):
    """So does the clock."""
    before = len(stage.documents("drill"))
    fire(stage, "DrillDue")
    found = wait_for(lambda: stage.documents("drill"), lambda records: len(records) > before, seconds=60)
    assert found[-1]["result"] == "succeeded"


def test_a_broken_topic_is_found(stage, inbox, last_resort):
    """A topic that is gone fails the drill, and people hear of it on the other topic."""
    with without_topic(stage):
        record = run(stage, "drill", status=1)
    assert "the alarm did not arrive within 60 seconds" in record["findings"]
    assert "did not arrive" in message_about(stage, last_resort, "did not arrive")["Message"]


AS_DEPLOYED = "The path of the alarm is changed: rules, topics, queues, functions, alarms"


def test_whoever_blinds_the_watch_is_told_of(stage, inbox, last_resort):
    """The rule that watches our rules is disabled: another rule tells it at once, on the other topic."""
    with disabled(stage, AS_DEPLOYED) as name:
        message = message_about(stage, last_resort, name)
    assert "DisableRule was called" in message["Message"]
    assert "user/administrator" in message["Message"]


def test_the_inspection_needs_no_rule(stage, inbox, last_resort):
    """With the watch and the watch over it disabled, the daily inspection finds both."""
    run(stage, "drill")
    before = len(inspections(stage))
    with (
        disabled(stage, "A rule of Gatehouse's is changed: told without the others"),
        disabled(stage, AS_DEPLOYED),
    ):
        fire(stage, "InspectionDue")
        found = wait_for(lambda: inspections(stage), lambda records: len(records) > before, seconds=60)
    assert [text for text in found[-1]["findings"] if text.endswith("is disabled")] == [
        "rule AlarmPath in us-east-1 is disabled",
        "rule RuleWatch in us-east-1 is disabled",
    ]
