"""A break-glass role is assumed."""

import copy

import pytest

from lambdas.core.break_glass import FindingKind, Subject, event_rules, find
from lambdas.core.policy import BreakGlass
from lambdas.core.rules import Regions
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
    assert (finding.subject.name, finding.account_id) == ("BreakGlassAdmin", "123456789012")
    assert finding.who == "arn:aws:iam::123456789012:user/breakglass-oncall"
    assert (finding.session, finding.source_ip) == ("incident-4711", "203.0.113.40")


def test_both_sides_of_a_cross_account_call_are_one_act():
    """The two records have one id, the shared one."""
    ids = {find(load(f"sts/AssumeRole-cross-account-{side}.json"), WATCHED).id for side in ("source", "target")}
    assert ids == {"3f0a8b52-9e61-4d0c-b7a4-6c1d2e5f7a80"}


def test_a_refused_call_is_an_attempt():
    """The role stands in the error message only, and nothing is called a use."""
    finding = find(load("sts/AssumeRole-denied.json"), WATCHED)
    assert (finding.kind, finding.subject.name, finding.account_id) == (
        FindingKind.ATTEMPT,
        "BreakGlassAdmin",
        "345678901234",
    )


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
    """A policy that names no role deploys no rule for roles, and finds nothing."""
    assert "BreakGlassRole" not in [rule.name for rule in event_rules(BreakGlass())]
    assert find(USED, BreakGlass()) is None


def test_the_rule_asks_for_read_only_events():
    """AssumeRole is a read-only management event: the rule takes those too, in every Region and every account."""
    rule = next(rule for rule in event_rules(WATCHED) if rule.name == "BreakGlassRole")
    assert (rule.read_only, rule.regions, rule.members) == (True, Regions.EVERY, True)


@pytest.mark.parametrize(
    ("permission_set", "glob", "watched"),
    [
        ("Emergency_Admin", "Emergency_Admin", True),
        ("Emergency_Admin", "Emergency", False),
        ("Emergency", "Emergency_*", False),
        ("EmergencyAdmin", "Emergency*", True),
        ("ReadOnly", "Emergency*", False),
    ],
)
@pytest.mark.parametrize("region", ["", "eu-central-1/"])
def test_the_role_of_a_permission_set(permission_set, glob, watched, region):
    """Its name ends at the last underscore, and its path has a Region or none."""
    role = f"role/aws-reserved/sso.amazonaws.com/{region}AWSReservedSSO_{permission_set}_9c41e2b7d05f8a36"
    finding = find(role_event(f"arn:aws:iam::123456789012:{role}"), BreakGlass(permission_sets=(glob,)))
    assert (finding is not None) is watched
    assert not watched or finding.subject == Subject("permission set", permission_set)


@pytest.mark.parametrize(
    ("glob", "watched"),
    [
        ("arn:aws:iam::123456789012:role/BreakGlassAdmin", True),
        ("arn:aws:iam::*:role/BreakGlass*", True),
        ("arn:aws:iam::345678901234:role/BreakGlassAdmin", False),
        ("BreakGlass?dmin", True),
        ("BreakGlass[AB]dmin", True),
        ("BreakGlass[!A]dmin", False),
    ],
)
def test_how_roles_may_be_written(glob, watched):
    """By a whole ARN, and with everything a glob knows, though EventBridge's wildcards know only the star."""
    assert (find(USED, BreakGlass(roles=(glob,))) is not None) is watched
