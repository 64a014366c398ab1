"""What is said of the deployed rules."""

import json
from dataclasses import replace

import pytest

from cli.doctor.checks.rules import READS_TOO, Deployed, Place, RuleFacts, check_rules
from lambdas.core.rules import EventRule
from tests.cli.doctor.judging import problems

PLACE = Place("eu-central-1", "default")
RULE = EventRule("Used", "A role is used", {"source": ["aws.sts"]})
STANDING = Deployed(PLACE, "Gatehouse-Used-1", "A role is used", "ENABLED", json.dumps({"source": ["aws.sts"]}))


def judge(*standing, rule=RULE):
    return problems(check_rules(RuleFacts(((PLACE, rule),), standing)))


def test_a_rule_as_it_was_deployed():
    """Enabled, with the pattern of this version: nothing to mend."""
    assert judge(STANDING) == {}
    assert judge(replace(STANDING, state=READS_TOO)) == {}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"state": "DISABLED"}, "the rule is switched off"),
        ({"pattern": '{"source": ["aws.iam"]}'}, "the pattern is not what this version would deploy"),
        ({"lets_through": False}, "EventBridge says"),
        ({"place": Place("us-east-1", "default")}, "there is no rule for: A role is used"),
        ({"description": "another"}, "there is no rule for: A role is used"),
    ],
)
def test_a_rule_that_is_not_as_it_was_deployed(changed, told):
    """Each way in which it differs is said."""
    assert told in judge(replace(STANDING, **changed))["rules"].found


def test_a_rule_that_misses_read_only_events():
    """ENABLED does not deliver them."""
    assert "no read-only events" in judge(STANDING, rule=replace(RULE, read_only=True))["rules"].found


def test_a_rule_of_another_version_that_is_off():
    """What this version does not know must not be silent either."""
    other = replace(STANDING, name="Gatehouse-Drill-1", description="A drill", state="DISABLED")
    assert judge(STANDING, other)["rules"].where == "Gatehouse-Drill-1"
