"""What each function may do, written down a second time: a new action must be meant."""

import aws_cdk as cdk
import pytest

from stacks import permissions
from stacks.arns import Arns
from stacks.owned import make_owned
from stacks.settings import DeploymentSettings
from tests.stacks.conftest import Synthesised
from tests.stacks.reading import FUNCTIONS, actions, allowed, find, role_of, statements

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

EXPECTED = {
    "account_changed": RUNS
    | TAKES_MESSAGES
    | RECORDS_AND_TELLS
    | WAKES_AND_PARKS
    | {
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
    },
    "break_glass": RUNS | TAKES_MESSAGES | RECORDS_AND_TELLS,
    "worker_changed": RUNS
    | TAKES_MESSAGES
    | RECORDS_AND_TELLS
    | WAKES_AND_PARKS
    | {
        "identitystore:DeleteGroupMembership",
        "identitystore:DescribeGroup",
        "identitystore:DescribeUser",
        "identitystore:GetUserId",
        "identitystore:ListGroupMembershipsForMember",
        "organizations:DescribePolicy",
        "organizations:UpdatePolicy",
        "sso:DeleteAccountAssignment",
        "sso:DescribeAccountAssignmentDeletionStatus",
        "sso:DescribePermissionSet",
        "sso:ListAccountAssignmentsForPrincipal",
        "sso:ListInstances",
        "sso:ListPermissionSets",
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
    for template in (synthesised.home, synthesised.edge):
        for role in find(template, "AWS::IAM::Role"):
            assert not [name for each in statements(template, role) for name in actions(each) if "*" in name]


def test_no_managed_policies(synthesised: Synthesised) -> None:
    """No role has a policy of AWS attached, which AWS may widen."""
    for template in (synthesised.home, synthesised.edge):
        assert not [role for role in find(template, "AWS::IAM::Role").values() if role.get("ManagedPolicyArns")]


def test_break_glass_is_denied(synthesised: Synthesised) -> None:
    """The role of the loop is denied to revoke the permission sets the policy's break-glass globs cover."""
    denied = [
        each
        for each in statements(synthesised.home, role_of(synthesised.home, "account_changed"))
        if each["Effect"] == "Deny"
    ]
    assert [each["Action"] for each in denied] == ["sso:DeleteAccountAssignment"]
    assert "EmergencyAdmin" in denied[0]["Resource"]["Fn::GetStackOutput"]["OutputName"]


def test_policy_may_shrink(synthesised: Synthesised) -> None:
    """A break-glass permission set can leave the policy: the home stack does not hold the other stack to it."""
    outputs = synthesised.permission_sets.find_outputs("*")
    assert outputs
    assert not [output for output in outputs.values() if "Export" in output]


def test_quarantine_only(synthesised: Synthesised) -> None:
    """The one policy of the organization that a role may write is the quarantine."""
    writes = [
        each
        for each in statements(synthesised.home, role_of(synthesised.home, "worker_changed"))
        if "organizations:UpdatePolicy" in actions(each)
    ]
    start, end = writes[0]["Resource"]["Fn::Join"][1]
    assert start == "arn:aws:organizations::111122223333:policy/o-exampleorg1/service_control_policy/"
    assert end["Fn::GetAtt"][1] == "Id"


def test_passed_role(synthesised: Synthesised) -> None:
    """The role of wake-ups can be passed to EventBridge Scheduler only, and may send to the two lanes only."""
    passes = [
        each
        for each in statements(synthesised.home, role_of(synthesised.home, "account_changed"))
        if "iam:PassRole" in actions(each)
    ]
    assert passes[0]["Condition"] == {"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}}
    [sends] = statements(synthesised.home, passes[0]["Resource"]["Fn::GetAtt"][0])
    assert (sends["Action"], len(sends["Resource"])) == ("sqs:SendMessage", 2)


def test_delete_user(settings: DeploymentSettings) -> None:
    """Only a policy that wants leavers' users deleted lets the function delete one."""
    owned = make_owned(cdk.Stack(cdk.App(), "Stack"), settings)
    for wanted in (True, False):
        found = permissions.worker_changed(owned, Arns(settings), quarantine_arn="arn", delete_user=wanted)
        granted = {action for permission in found for action in permission.actions}
        assert ("identitystore:DeleteUser" in granted) is wanted
