"""Which rules stand where; and what differs from that."""

import json
from dataclasses import replace

import pytest

from lambdas.core.break_glass import event_rules
from lambdas.core.break_glass.alarm_path import rule_watch
from lambdas.core.coverage import edge_rules, forwarded_rules, home_rules, member_rules
from lambdas.core.patterns import holds
from lambdas.core.rules import EventRule, Regions, StandingRule, find_rule_faults
from tests.core.break_glass.world import WATCHED, changed

ACCOUNT = "123456789012"


@pytest.mark.parametrize("region", ["us-east-1", "us-east-2", "eu-north-1"])
def test_every_rule_is_heard_where_its_events_are_reported(region):
    """At an edge stands every rule whose events AWS may report there."""
    forwarded = {rule.name for rule in forwarded_rules(WATCHED, region)}
    for rule in event_rules(WATCHED):
        if rule.regions is Regions.EVERY or region == rule.regions:
            assert rule.name in forwarded


def test_what_is_forwarded_is_let_through_at_home():
    """Each rule of an edge or a member stands at home too, or what it sends would be lost there."""
    home = home_rules(WATCHED, ACCOUNT)
    for rule in (*forwarded_rules(WATCHED, "us-east-1"), *member_rules(WATCHED)):
        assert rule in home


def test_no_two_rules_of_a_bus_share_a_description():
    """The inspection tells rules apart by their descriptions."""
    for rules in (home_rules(WATCHED, ACCOUNT), edge_rules(WATCHED, "us-east-1"), edge_rules(WATCHED, "eu-north-1")):
        descriptions = [rule.description for rule in rules]
        assert len(set(descriptions)) == len(descriptions)


def test_every_pattern_fits():
    """EventBridge takes 2,048 characters."""
    for rule in home_rules(WATCHED, ACCOUNT):
        assert len(json.dumps(rule.pattern, separators=(",", ":"))) <= 2048


DISABLED = changed("events/DisableRule.json", requestParameters={"name": "Gatehouse-AlarmPath"})
CLOUDFORMATION = {**DISABLED["detail"]["userIdentity"], "invokedBy": "cloudformation.amazonaws.com"}


@pytest.mark.parametrize(
    ("event", "rings"),
    [
        (DISABLED, True),
        (changed(DISABLED, eventName="RemoveTargets", requestParameters={"rule": "Gatehouse-X"}), True),
        (changed(DISABLED, requestParameters={"name": "payroll"}), False),
        (changed(DISABLED, errorCode="AccessDenied"), False),
        (changed(DISABLED, eventSource="waf.amazonaws.com"), False),
        (changed(DISABLED, userIdentity=CLOUDFORMATION), False),
    ],
)
def test_the_watch_over_the_rules(event, rings):
    """A change of one of our rules by anybody rings by a rule of its own; a deployment and a refusal do not."""
    assert holds(rule_watch().pattern, event) is rings


WANTED = EventRule("Trails", "A trail is stopped", {"source": ["aws.cloudtrail"]})
STANDING = StandingRule("Gatehouse-Trails-1", "A trail is stopped", "ENABLED", {"source": ["aws.cloudtrail"]}, 1)


@pytest.mark.parametrize(
    ("standing", "fault"),
    [
        ([STANDING], ""),
        ([], "is gone"),
        ([replace(STANDING, description="another")], "is gone"),
        ([replace(STANDING, state="DISABLED")], "is disabled"),
        ([replace(STANDING, pattern={"source": ["aws.nothing"]})], "has another pattern than the one"),
        ([replace(STANDING, targets=0)], "has no target"),
        ([STANDING, replace(STANDING, description="one more")], ""),
    ],
)
def test_faults_of_a_rule(standing, fault):
    """Gone, disabled, narrowed or without a target: a sentence that names the rule and the Region; else none."""
    found = find_rule_faults([WANTED], standing, "eu-north-1")
    assert [text.startswith(f"rule Trails in eu-north-1 {fault}") for text in found] == [True] * bool(fault)


def test_a_rule_that_lost_the_read_only_events():
    """The state that lets them through is part of what was deployed."""
    (found,) = find_rule_faults([replace(WANTED, read_only=True)], [STANDING], "home")
    assert found == "rule Trails in home is enabled, without CloudTrail's read-only events"
