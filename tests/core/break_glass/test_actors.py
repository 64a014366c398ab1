"""Who acted, and what of it counts."""

import pytest

from lambdas.core.break_glass import find
from lambdas.core.break_glass.actors import Actor
from tests.core.break_glass.world import GROUP_ID, WATCHED, api_call, changed
from tests.events import load

OWN = load("organizations-policies/UpdatePolicy-quarantine-by-gatehouse.json")["detail"]["userIdentity"]
JOIN = api_call("identitystore", "CreateGroupMembership", {"groupId": GROUP_ID, "memberId": {"userId": "u"}})


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        ({"type": "IAMUser", "arn": "arn:aws:iam::1:user/kim", "principalId": "AIDA1"}, "arn:aws:iam::1:user/kim"),
        ({"type": "AWSAccount", "principalId": "AIDA1", "accountId": "123456789012"}, "AIDA1 of account 123456789012"),
        ({"type": "AWSAccount", "accountId": "123456789012"}, "123456789012"),
        ({"type": "IdentityCenterUser", "onBehalfOf": {"userId": "u-1"}}, "directory user u-1"),
        (
            {"arn": "arn:aws:sts::1:assumed-role/A/kim", "onBehalfOf": {"userId": "u-1"}},
            "arn:aws:sts::1:assumed-role/A/kim (directory user u-1)",
        ),
        ({}, "unknown"),
        ({"arn": None, "onBehalfOf": None, "sessionContext": "?"}, "unknown"),
    ],
)
def test_name(identity, name):
    """The best AWS tells, and nothing made up."""
    assert Actor(identity).name == name


def test_own_work_is_no_finding():
    """What Gatehouse's functions do to the directory, to assignments and to the quarantine is their work."""
    assert find(JOIN, WATCHED) is not None
    assert find(changed(JOIN, userIdentity=OWN), WATCHED) is None


@pytest.mark.parametrize(
    "name",
    [
        "events/DisableRule.json",
        "iam/DeleteRole.json",
        "cloudtrail/StopLogging.json",
        "sts/AssumeRole-same-account.json",
    ],
)
def test_a_name_is_no_licence(name):
    """No function of Gatehouse's stops a trail or a rule, or uses a role: a role so named that does is found."""
    assert find(changed(name, userIdentity=OWN), WATCHED) is not None


def test_a_deployment_is_one_act():
    """Whatever CloudFormation changes in one session has one id; another session has another."""
    first = changed("events/DisableRule.json", userIdentity__invokedBy="cloudformation.amazonaws.com")
    second = changed("sns/DeleteTopic.json", userIdentity__invokedBy="cloudformation.amazonaws.com")
    later = changed(second, userIdentity__sessionContext__attributes__creationDate="2026-03-02T09:00:00Z")
    assert find(first, WATCHED).id == find(second, WATCHED).id != find(later, WATCHED).id
