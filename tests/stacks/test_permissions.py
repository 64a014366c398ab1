"""What each function may do, written down a second time: a new action must be meant."""

import json
from typing import Any

import aws_cdk as cdk
import pytest

from lambdas.core.policy import Workers
from stacks import permissions
from stacks.arns import Arns
from stacks.owned import make_owned
from stacks.settings import DeploymentSettings
from tests.stacks.conftest import Synthesised
from tests.stacks.reading import FUNCTIONS, LOOPS, actions, allowed, find, role_of, statements

RUNS = {"logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTelemetryRecords", "xray:PutTraceSegments"}
TAKES_MESSAGES = {
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "sqs:ReceiveMessage",
}
RECORDS_AND_TELLS = {
    "dynamodb:PutItem",
    "dynamodb:Query",
    "events:PutEvents",
    "kms:Decrypt",
    "kms:GenerateDataKey",
    "sns:Publish",
}
WAKES_AND_PARKS = {"iam:PassRole", "scheduler:CreateSchedule", "sqs:SendMessage"}

LOOP = (
    RUNS
    | TAKES_MESSAGES
    | RECORDS_AND_TELLS
    | WAKES_AND_PARKS
    | {
        "dynamodb:BatchWriteItem",
        "dynamodb:GetItem",
        "identitystore:ListGroups",
        "sso:ListAccountAssignmentCreationStatus",
        "sso:ListAccountAssignmentDeletionStatus",
        "identitystore:DescribeGroup",
        "identitystore:DescribeUser",
        "identitystore:GetGroupId",
        "identitystore:GetUserId",
        "organizations:DescribeAccount",
        "organizations:DescribeOrganization",
        "organizations:DescribeOrganizationalUnit",
        "organizations:ListAccountsForParent",
        "organizations:ListOrganizationalUnitsForParent",
        "organizations:ListParents",
        "organizations:ListRoots",
        "organizations:ListTagsForResource",
        "sso:CreateAccountAssignment",
        "sso:DeleteAccountAssignment",
        "sso:DescribeAccountAssignmentCreationStatus",
        "sso:DescribeAccountAssignmentDeletionStatus",
        "sso:DescribePermissionSet",
        "sso:ListAccountAssignments",
        "sso:ListAccountAssignmentsForPrincipal",
        "sso:ListInstances",
        "sso:ListPermissionSets",
        "sso:ListPermissionSetsProvisionedToAccount",
    }
)
EXPECTED = {
    **dict.fromkeys(LOOPS, LOOP),
    "drill": RUNS
    | TAKES_MESSAGES
    | RECORDS_AND_TELLS
    | {
        "dynamodb:GetItem",
        "events:ListRules",
        "events:ListTargetsByRule",
        "identitystore:DescribeGroup",
        "identitystore:DescribeUser",
        "identitystore:GetGroupId",
        "identitystore:GetUserId",
        "identitystore:ListGroups",
        "organizations:DescribeAccount",
        "organizations:DescribeOrganization",
        "organizations:DescribeOrganizationalUnit",
        "organizations:ListAccountsForParent",
        "organizations:ListOrganizationalUnitsForParent",
        "organizations:ListParents",
        "organizations:ListRoots",
        "organizations:ListTagsForResource",
        "sns:ListSubscriptionsByTopic",
        "sqs:SendMessage",
        "sso:DescribePermissionSet",
        "sso:ListAccountAssignmentsForPrincipal",
        "sso:ListInstances",
        "sso:ListPermissionSets",
    },
    "break_glass": RUNS
    | TAKES_MESSAGES
    | RECORDS_AND_TELLS
    | {
        "iam:PassRole",
        "scheduler:CreateSchedule",
        "identitystore:DescribeGroup",
        "identitystore:DescribeUser",
        "sso:DescribePermissionSet",
        "sso:ListInstances",
        "sso:ListPermissionSets",
    },
    "worker_changed": RUNS
    | TAKES_MESSAGES
    | RECORDS_AND_TELLS
    | WAKES_AND_PARKS
    | {
        "dynamodb:GetItem",
        "identitystore:ListGroups",
        "account-access:DeleteEntitlement",
        "account-access:ListApplications",
        "account-access:ListEntitlements",
        "dynamodb:BatchGetItem",
        "dynamodb:DeleteItem",
        "identitystore:DeleteGroupMembership",
        "identitystore:DescribeGroup",
        "identitystore:DescribeUser",
        "identitystore:GetGroupId",
        "identitystore:GetUserId",
        "identitystore:ListGroupMembershipsForMember",
        "organizations:DescribePolicy",
        "organizations:UpdatePolicy",
        "sso:DeleteAccountAssignment",
        "sso:DescribeAccountAssignmentDeletionStatus",
        "sso:ListAccountAssignmentDeletionStatus",
        "sso:ListAccountAssignmentsForPrincipal",
        "sso:ListInstances",
    },
    "worker_webhook": RUNS
    | {
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "events:PutEvents",
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "secretsmanager:GetSecretValue",
        "sns:Publish",
    },
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_actions(synthesised: Synthesised, name: str) -> None:
    """A function's role allows exactly the calls the function makes."""
    assert allowed(synthesised.home, name) == EXPECTED[name]


def test_own_roles(synthesised: Synthesised) -> None:
    """No two functions share a role."""
    assert len({role_of(synthesised.home, name) for name in FUNCTIONS}) == len(FUNCTIONS)


def test_no_action_wildcards(synthesised: Synthesised) -> None:
    """No role of any stack has an action with a wildcard."""
    for template in (synthesised.home, synthesised.edge, synthesised.other_edge):
        for role in find(template, "AWS::IAM::Role"):
            assert not [name for each in statements(template, role) for name in actions(each) if "*" in name]


def test_no_managed_policies(synthesised: Synthesised) -> None:
    """No role has a policy of AWS attached, which AWS may widen."""
    for template in (synthesised.home, synthesised.edge):
        assert not [role for role in find(template, "AWS::IAM::Role").values() if role.get("ManagedPolicyArns")]


@pytest.mark.parametrize("name", LOOPS)
def test_break_glass_is_denied(synthesised: Synthesised, name: str) -> None:
    """Each role of the loop is denied to revoke the permission sets the policy's break-glass globs cover."""
    denied = [
        each for each in statements(synthesised.home, role_of(synthesised.home, name)) if each["Effect"] == "Deny"
    ]
    assert [each["Action"] for each in denied] == ["sso:DeleteAccountAssignment"]
    assert "EmergencyAdmin" in denied[0]["Resource"]["Fn::GetStackOutput"]["OutputName"]


def test_policy_may_shrink(synthesised: Synthesised) -> None:
    """A break-glass permission set can leave the policy: the home stack does not hold the other stack to it."""
    outputs = synthesised.permission_sets.find_outputs("*")
    assert outputs
    assert not [output for output in outputs.values() if "Export" in output]


def test_quarantine_only(synthesised: Synthesised) -> None:
    """The policies of the organization that a role may write are those of the quarantine."""
    writes = [
        each
        for each in statements(synthesised.home, role_of(synthesised.home, "worker_changed"))
        if "organizations:UpdatePolicy" in actions(each)
    ]
    assert len(writes[0]["Resource"]) == 3
    for resource in writes[0]["Resource"]:
        start, end = resource["Fn::Join"][1]
        assert start == "arn:aws:organizations::111122223333:policy/o-exampleorg1/service_control_policy/"
        assert end["Fn::GetAtt"][1] == "Id"


def test_passed_role(synthesised: Synthesised) -> None:
    """The role of wake-ups can be passed to EventBridge Scheduler only, and may send to the functions' queues only."""
    passes = [
        each
        for each in statements(synthesised.home, role_of(synthesised.home, "account_changed"))
        if "iam:PassRole" in actions(each)
    ]
    assert passes[0]["Condition"] == {"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}}
    sends = statements(synthesised.home, passes[0]["Resource"]["Fn::GetAtt"][0])
    assert {action for each in sends for action in actions(each)} == {"sqs:SendMessage"}
    lanes = {queue["Fn::GetAtt"][0] for each in sends for queue in _listed(each["Resource"])}
    fed = {name for name, queue in find(synthesised.home, "AWS::SQS::Queue").items() if "RedrivePolicy" in queue}
    assert lanes == fed
    assert len(lanes) == len(LOOPS) + 3


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]


def workers_actions(settings: DeploymentSettings, **workers: object) -> set[str]:
    """What the function may do under a policy that says this of workers."""
    owned = make_owned(cdk.Stack(cdk.App(), "Stack"), settings)
    policy = Workers.model_validate(workers)
    found = permissions.worker_changed(owned, Arns(settings), quarantine_arns=["arn"], workers=policy)
    return {action for permission in found for action in permission.actions}


@pytest.mark.parametrize("wanted", [True, False])
def test_delete_user(settings: DeploymentSettings, wanted: bool) -> None:
    """Only a policy that wants leavers' users deleted lets the function delete one."""
    assert ("identitystore:DeleteUser" in workers_actions(settings, leaver={"delete_user": wanted})) is wanted


@pytest.mark.parametrize(
    ("workers", "writes"),
    [
        ({}, False),
        ({"groups": {"Developers": {"department": "Engineering"}}}, True),
        ({"groups": {"Developers": {"department": "Engineering"}}, "directory": "external"}, False),
    ],
)
def test_join(settings: DeploymentSettings, workers: dict[str, object], writes: bool) -> None:
    """Only a policy that fills groups of Identity Center's own directory lets the function create users and members."""
    created = {"identitystore:CreateGroupMembership", "identitystore:CreateUser"} & workers_actions(settings, **workers)
    assert len(created) == (2 if writes else 0)


def test_who_sends_to_the_workers(synthesised: Synthesised) -> None:
    """Of the loops only the sweep may put something into the workers lane, and the lane itself may."""
    (queue,) = (name for name in find(synthesised.home, "AWS::SQS::Queue") if name.startswith("WorkersLaneQueue"))
    senders = {
        name
        for name in FUNCTIONS
        for each in statements(synthesised.home, role_of(synthesised.home, name))
        if "sqs:SendMessage" in actions(each) and queue in json.dumps(each["Resource"])
    }
    assert senders == {"sweep", "worker_changed"}
