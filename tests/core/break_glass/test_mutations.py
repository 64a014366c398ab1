"""What a positive becomes when one thing about it is different: another name, another account, denied, a service."""

import pytest

from lambdas.core.break_glass import FindingKind, Severity, find
from tests.core.break_glass.test_verdicts import LONG_NAMES, VERDICTS
from tests.core.break_glass.world import OTHERS, WATCHED, changed, invoked_by, refused
from tests.events import load

POSITIVES = [*VERDICTS, *LONG_NAMES]
# What the policy names; the rest is watched whatever the policy says.
NAMED_TYPES = ("role", "permission set", "IAM user", "directory user", "group")
NAMED = [name for name in VERDICTS if VERDICTS[name][2] in NAMED_TYPES]
# What is not an act of anybody with a userIdentity.
WITHOUT_ACTOR = ("signin/SignInAnomalyAlert.json", "health/ScimTokenExpires.json")
BY_ROOT = [name for name in VERDICTS if VERDICTS[name][0] is FindingKind.ROOT and "root" in name]
CALLS = [name for name in POSITIVES if load(name)["detail"].get("eventType") == "AwsApiCall" and name not in BY_ROOT]


@pytest.mark.parametrize("name", NAMED)
def test_another_name(name):
    """A role, user, permission set or group that another policy watches is no finding under this one."""
    assert find(load(name), OTHERS) is None


@pytest.mark.parametrize("name", [name for name in POSITIVES if name not in WITHOUT_ACTOR])
def test_another_account(name):
    """What is watched is watched in every account: only the finding's account follows."""
    before, after = find(load(name), WATCHED), find(changed(name, recipientAccountId="210987654321"), WATCHED)
    assert (after.kind, after.severity, after.subject.type) == (before.kind, before.severity, before.subject.type)
    assert after.account_id in ("210987654321", before.account_id)


@pytest.mark.parametrize("name", CALLS)
def test_denied(name):
    """A refused call is an attempt of at most medium severity, and never a use or a change."""
    found = find(changed(name, errorCode="AccessDenied"), WATCHED)
    assert found.kind is FindingKind.ATTEMPT
    assert found.severity <= Severity.MEDIUM


@pytest.mark.parametrize("name", BY_ROOT)
def test_denied_to_root(name):
    """Root that is refused is still root, except at the door."""
    found = find(changed(name, errorCode="AccessDenied"), WATCHED)
    at_the_door = load(name)["detail"]["eventName"] == "ConsoleLogin"
    assert found.kind is (FindingKind.ATTEMPT if at_the_door else FindingKind.ROOT)


@pytest.mark.parametrize("name", [name for name in POSITIVES if name not in WITHOUT_ACTOR])
@pytest.mark.parametrize("service", ["sso.amazonaws.com", "autoscaling.amazonaws.com", "AWS Internal"])
def test_invoked_by_a_service(name, service):
    """What an AWS service does for itself is no finding."""
    assert find(invoked_by(load(name), service), WATCHED) is None


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("tool", ["signin.amazonaws.com", "cloudformation.amazonaws.com"])
def test_invoked_by_a_tool(name, tool):
    """A person who uses the console or deploys a stack is a person."""
    assert find(invoked_by(load(name), tool), WATCHED).kind is find(load(name), WATCHED).kind


@pytest.mark.parametrize(
    ("name", "resource", "subject"),
    [
        ("iam/DeleteRole.json", "role BreakGlassAdmin", "BreakGlassAdmin"),
        ("iam/DeleteRole.json", "arn:aws:iam::345678901234:role/emergency/BreakGlassAdmin", "BreakGlassAdmin"),
        ("iam/DeleteRole.json", "role Reporting", None),
        ("iam/DeleteRole.json", "user BreakGlassAdmin", None),
        ("iam/DeactivateMFADevice.json", "user breakglass-oncall", "breakglass-oncall"),
        ("iam/DeactivateMFADevice.json", "user kim", None),
        ("sns/DeleteTopic.json", "arn:aws:sns:eu-central-1:123456789012:Gatehouse-Alerts", "resource"),
        ("sns/DeleteTopic.json", "arn:aws:sns:eu-central-1:123456789012:newsletter", None),
    ],
)
def test_denied_and_named_in_the_message_only(name, resource, subject):
    """Without request parameters, what was asked for is read from the message, and the caller is not taken for it."""
    found = find(refused(load(name), resource), WATCHED)
    if subject is None:
        assert found is None
    else:
        assert found.kind is FindingKind.ATTEMPT
        assert subject in (found.subject.name, found.subject.type)


@pytest.mark.parametrize("source", ["gatehouse", "custom.app", "", None])
@pytest.mark.parametrize("name", POSITIVES)
def test_an_event_of_somebodys_own(name, source):
    """An event that did not come from AWS rings nothing: anybody may put it on a bus."""
    assert find({**load(name), "source": source}, WATCHED) is None
