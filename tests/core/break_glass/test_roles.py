"""From one event to a finding, or to none."""

import copy

import pytest

from lambdas.core.break_glass import FindingKind, alert_text, event_rules, find
from lambdas.core.policy import BreakGlass
from tests.events import load

WATCHED = BreakGlass(roles=("BreakGlass*",))
USED = load("sts/AssumeRole-same-account.json")


def changed(path: str, value: object):
    """USED with one member of its detail replaced."""
    event = copy.deepcopy(USED)
    *parents, last = path.split(".")
    place = event["detail"]
    for key in parents:
        place = place[key]
    place[last] = value
    return event


def role_event(arn: str):
    return changed("requestParameters.roleArn", arn)


def test_use_of_a_watched_role():
    """Who, which role, which account, from where, under which session name."""
    finding = find(USED, WATCHED)
    assert finding.kind is FindingKind.USE
    assert (finding.role, finding.account_id) == ("BreakGlassAdmin", "123456789012")
    assert finding.who == "arn:aws:iam::123456789012:user/breakglass-oncall"
    assert (finding.session, finding.source_ip) == ("incident-4711", "203.0.113.40")


def test_both_sides_of_a_cross_account_call_are_one_act():
    """The two records have one id, the shared one."""
    ids = {find(load(f"sts/AssumeRole-cross-account-{side}.json"), WATCHED).id for side in ("source", "target")}
    assert ids == {"3f0a8b52-9e61-4d0c-b7a4-6c1d2e5f7a80"}


def test_a_refused_call_is_an_attempt():
    """The role stands in the error message only, and nothing is called a use."""
    finding = find(load("sts/AssumeRole-denied.json"), WATCHED)
    assert (finding.kind, finding.role, finding.account_id) == (FindingKind.ATTEMPT, "BreakGlassAdmin", "345678901234")


@pytest.mark.parametrize(
    ("arn", "watched"),
    [
        ("arn:aws:iam::123456789012:role/BreakGlassAdmin", True),
        ("arn:aws:iam::123456789012:role/BreakGlass", True),
        ("arn:aws:iam::123456789012:role/emergency/BreakGlassAdmin", True),
        ("arn:aws-cn:iam::123456789012:role/BreakGlassAdmin", True),
        ("arn:aws:iam::123456789012:role/NotBreakGlass", False),
        ("arn:aws:iam::123456789012:role/BreakGlass/Reader", False),
        ("arn:aws:iam::123456789012:role/breakglassadmin", False),
        ("arn:aws:iam::123456789012:role/Admin", False),
        ("", False),
    ],
)
def test_which_roles(arn, watched):
    """The name is matched, not the path, in any account and partition, and in the case AWS keeps it in."""
    assert (find(role_event(arn), WATCHED) is not None) is watched


@pytest.mark.parametrize(
    "event",
    [
        changed("eventSource", "iam.amazonaws.com"),
        changed("eventName", "GetCallerIdentity"),
        {"detail": []},
        {},
        load("organizations/MoveAccount.json"),
    ],
)
def test_near_misses(event):
    """What is not a role being assumed is no finding."""
    assert find(event, WATCHED) is None


def test_no_role_watched_means_no_rule():
    """A policy that names no role deploys no rule, and finds nothing."""
    assert event_rules(BreakGlass()) == ()
    assert find(USED, BreakGlass()) is None


def test_the_rule_asks_for_read_only_events():
    """AssumeRole is a read-only management event: the rule takes those too."""
    (rule,) = event_rules(WATCHED)
    assert rule.read_only


def test_the_message_can_be_acted_on():
    """Who, from where, which role and account, and what to check next."""
    subject, message = alert_text(find(USED, WATCHED))
    assert len(subject) <= 100
    for part in ("BreakGlassAdmin", "123456789012", "breakglass-oncall", "203.0.113.40", "Revoke sessions"):
        assert part in message
