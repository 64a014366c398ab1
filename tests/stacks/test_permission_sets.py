"""The permission sets: those of the policy, no more and no fewer."""

from typing import Any

import aws_cdk as cdk

from lambdas.core.policy import Policy
from stacks.permission_sets import PermissionSetsStack
from stacks.settings import DeploymentSettings
from tests.stacks.conftest import CONTEXT, POLICY, Synthesised
from tests.stacks.reading import find


def test_as_the_policy_says(synthesised: Synthesised, policy: Policy) -> None:
    """Every permission set of the policy is made under its name, and no other is."""
    made = find(synthesised.permission_sets, "AWS::SSO::PermissionSet").values()
    assert {found["Name"] for found in made} == set(policy.permission_sets)
    assert {found["InstanceArn"] for found in made} == {CONTEXT["instance_arn"]}


def _made(synthesised: Synthesised, name: str) -> dict[str, Any]:
    made = find(synthesised.permission_sets, "AWS::SSO::PermissionSet").values()
    return next(found for found in made if found["Name"] == name)


def test_properties(synthesised: Synthesised) -> None:
    """The session is ISO 8601, a managed policy is an ARN with its path, what the policy leaves out is absent."""
    billing = _made(synthesised, "Billing")
    assert billing["SessionDuration"] == "PT1H30M"
    assert billing["ManagedPolicies"] == ["arn:aws:iam::aws:policy/job-function/Billing"]
    assert billing["Description"] == "Sees the bills"
    assert not {"InlinePolicy", "PermissionsBoundary", "RelayStateType"} & set(billing)


def test_policies(synthesised: Synthesised) -> None:
    """Policies of the customer's own, an inline policy and the relay state arrive as the policy file has them."""
    made = _made(synthesised, "Database.Admin")
    assert made["CustomerManagedPolicyReferences"] == [{"Name": "DatabaseAdmin", "Path": "/teams/"}]
    assert made["InlinePolicy"] == POLICY["permission_sets"]["Database.Admin"]["inline_policy"]
    assert made["RelayStateType"] == "https://console.aws.amazon.com/rds"


def test_boundaries(synthesised: Synthesised) -> None:
    """A permissions boundary is one of AWS's policies or one of the customer's."""
    of_aws = _made(synthesised, "Database.Admin")["PermissionsBoundary"]
    own = _made(synthesised, "DatabaseAdmin")["PermissionsBoundary"]
    assert of_aws == {"ManagedPolicyArn": "arn:aws:iam::aws:policy/PowerUserAccess"}
    assert own == {"CustomerManagedPolicyReference": {"Name": "Boundary", "Path": "/"}}


def test_arns_stay(synthesised: Synthesised) -> None:
    """A managed policy that is given as an ARN is taken as it is."""
    assert _made(synthesised, "EmergencyAdmin")["ManagedPolicies"] == ["arn:aws:iam::aws:policy/AdministratorAccess"]


def test_break_glass_ids(settings: DeploymentSettings, policy: Policy) -> None:
    """Break glass may name a permission set made elsewhere, by its id."""
    stack = PermissionSetsStack(cdk.App(), "Sets", settings=settings, policy=policy)
    [arn] = stack.break_glass_arns(["ps-1234567890abcdef"])
    assert arn == "arn:aws:sso:::permissionSet/ssoins-7223a1b2c3d4e5f6/ps-1234567890abcdef"
