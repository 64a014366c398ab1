"""Permission sets, read with all they hold."""

from datetime import timedelta
from typing import Any

import pytest
from botocore.stub import Stubber

from lambdas.aws.permission_sets import AwsPermissionSets
from lambdas.core.errors import AlertError, RejectError, RetryError
from lambdas.core.policy import CustomerManagedPolicy, PermissionsBoundary, PermissionSet
from tests.aws.conftest import Stub
from tests.aws.offline import add_pages

INSTANCE = "arn:aws:sso:::instance/ssoins-41aa0000bb00cc01"
READ, POWER = (f"arn:aws:sso:::permissionSet/ssoins-41aa0000bb00cc01/ps-{n * 16}" for n in "12")
AWS_POLICIES = "arn:aws:iam::aws:policy/"


@pytest.fixture
def stubber(stub: Stub) -> Stubber:
    return stub("sso-admin")


@pytest.fixture
def permission_sets(stubber: Stubber) -> AwsPermissionSets:
    return AwsPermissionSets(stubber.client, INSTANCE)


def about(arn: str) -> dict[str, str]:
    return {"InstanceArn": INSTANCE, "PermissionSetArn": arn}


def add_list(stubber: Stubber, *pages: list[str]) -> None:
    add_pages(stubber, "list_permission_sets", "PermissionSets", list(pages), InstanceArn=INSTANCE)


def add_described(stubber: Stubber, arn: str, name: str, **more: str) -> None:
    answer = {"PermissionSet": {"PermissionSetArn": arn, "Name": name, **more}}
    stubber.add_response("describe_permission_set", answer, about(arn))


def add_policies(stubber: Stubber, arn: str, managed: list[list[str]], customer: list[Any], inline: str) -> None:
    attached = [[{"Arn": policy, "Name": policy.rsplit("/", 1)[-1]} for policy in page] for page in managed]
    add_pages(stubber, "list_managed_policies_in_permission_set", "AttachedManagedPolicies", attached, **about(arn))
    method, member = "list_customer_managed_policy_references_in_permission_set", "CustomerManagedPolicyReferences"
    add_pages(stubber, method, member, [customer], **about(arn))
    stubber.add_response("get_inline_policy_for_permission_set", {"InlinePolicy": inline} if inline else {}, about(arn))


def add_boundary(stubber: Stubber, arn: str, boundary: dict[str, Any] | None) -> None:
    method = "get_permissions_boundary_for_permission_set"
    if boundary is None:
        stubber.add_client_error(method, "ResourceNotFoundException", expected_params=about(arn))
    else:
        stubber.add_response(method, {"PermissionsBoundary": boundary}, about(arn))


def test_all_parts_of_a_permission_set(permission_sets: AwsPermissionSets, stubber: Stubber) -> None:
    """Policies of every page, the inline policy, the boundary, session and relay state, as access.yaml writes them."""
    add_list(stubber, [READ])
    more = {"Description": "Look", "SessionDuration": "PT8H", "RelayState": "https://console.aws.amazon.com/s3"}
    add_described(stubber, READ, "ReadOnly", **more)
    managed = [[f"{AWS_POLICIES}ReadOnlyAccess"], [f"{AWS_POLICIES}job-function/Billing"]]
    customer = [{"Name": "Secrets", "Path": "/team/"}]
    add_policies(stubber, READ, managed, customer, '{"Version": "2012-10-17", "Statement": []}')
    add_boundary(stubber, READ, {"ManagedPolicyArn": f"{AWS_POLICIES}PowerUserAccess"})
    (found,) = permission_sets.list_permission_sets()
    assert (found.arn, found.name) == (READ, "ReadOnly")
    assert found.definition == PermissionSet(
        description="Look",
        managed_policies=("ReadOnlyAccess", "job-function/Billing"),
        customer_managed_policies=(CustomerManagedPolicy(name="Secrets", path="/team/"),),
        inline_policy={"Version": "2012-10-17", "Statement": []},
        permissions_boundary=PermissionsBoundary(managed_policy="PowerUserAccess"),
        session=timedelta(hours=8),
        relay_state="https://console.aws.amazon.com/s3",
    )


def test_a_permission_set_that_holds_nothing(permission_sets: AwsPermissionSets, stubber: Stubber) -> None:
    """No boundary is an answer, no inline policy too, and no duration means AWS's hour."""
    add_list(stubber, [READ])
    add_described(stubber, READ, "Empty")
    add_policies(stubber, READ, [[]], [], "")
    add_boundary(stubber, READ, None)
    assert permission_sets.list_permission_sets()[0].definition == PermissionSet()


def test_a_customer_managed_boundary(permission_sets: AwsPermissionSets, stubber: Stubber) -> None:
    """A boundary by name has its path."""
    add_list(stubber, [READ])
    add_described(stubber, READ, "Bound")
    add_policies(stubber, READ, [[]], [], "")
    add_boundary(stubber, READ, {"CustomerManagedPolicyReference": {"Name": "Most", "Path": "/"}})
    boundary = PermissionsBoundary(customer_managed_policy=CustomerManagedPolicy(name="Most"))
    assert permission_sets.list_permission_sets()[0].definition.permissions_boundary == boundary


def test_names(permission_sets: AwsPermissionSets, stubber: Stubber) -> None:
    """Names of every page; one that was deleted meanwhile is left out."""
    add_list(stubber, [READ], [POWER])
    stubber.add_client_error("describe_permission_set", "ResourceNotFoundException")
    add_described(stubber, POWER, "Power")
    assert permission_sets.list_names() == {POWER: "Power"}


def test_what_access_yaml_cannot_say(permission_sets: AwsPermissionSets, stubber: Stubber) -> None:
    """A permission set that the models refuse is named."""
    add_list(stubber, [READ])
    add_described(stubber, READ, "Long", SessionDuration="PT90H")
    add_policies(stubber, READ, [[]], [], "")
    add_boundary(stubber, READ, None)
    with pytest.raises(RejectError, match="'Long'"):
        permission_sets.list_permission_sets()


@pytest.mark.parametrize(
    ("code", "error"), [("AccessDeniedException", AlertError), ("ThrottlingException", RetryError)]
)
def test_failed_reads(permission_sets: AwsPermissionSets, stubber: Stubber, code: str, error: type[Exception]) -> None:
    """A boundary that cannot be read is not a permission set without one."""
    add_list(stubber, [READ])
    add_described(stubber, READ, "ReadOnly")
    add_policies(stubber, READ, [[]], [], "")
    stubber.add_client_error("get_permissions_boundary_for_permission_set", code)
    with pytest.raises(error):
        permission_sets.list_permission_sets()
