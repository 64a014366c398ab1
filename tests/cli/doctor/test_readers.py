"""What AWS tells, where the end-to-end tests have no such deployment."""

import json
import time
from datetime import UTC, datetime

import pytest

from cli.doctor.checks.forwarders import Members
from cli.doctor.readers.forwarders import read_forwarders
from cli.doctor.readers.instances import read_instances
from cli.doctor.site import Site
from lambdas.core.policy import Policy
from tests.cli.cloud import Cloud
from tests.cli.conftest import started

SITE = Site("us-east-1", Policy(), datetime(2026, 3, 1, tzinfo=UTC), {"EdgeRegions": "none"})


@pytest.fixture
def cloud(run_in):
    """An organization of its own, and a shell that works on it."""
    with started() as made:
        run_in(made.environment)
        yield made


def forward_from(cloud: Cloud, unit: str) -> None:
    """A stack with the stack set of the member accounts of one OU."""
    template = {"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}
    members = {
        "Type": "AWS::CloudFormation::StackSet",
        "Properties": {
            "StackSetName": "GatehouseMembers",
            "PermissionModel": "SERVICE_MANAGED",
            "AutoDeployment": {"Enabled": True, "RetainStacksOnAccountRemoval": False},
            "StackInstancesGroup": [
                {"DeploymentTargets": {"OrganizationalUnitIds": [cloud.ous[unit]]}, "Regions": ["us-east-1"]}
            ],
            "TemplateBody": json.dumps(template),
        },
    }
    formation = cloud.client("cloudformation")
    formation.create_stack(StackName="home", TemplateBody=json.dumps({"Resources": {"Members": members}}))
    while formation.describe_stacks(StackName="home")["Stacks"][0]["StackStatus"] == "CREATE_IN_PROGRESS":
        time.sleep(0.02)


def test_the_accounts_that_forward(cloud):
    """Those with a stack of the stack set, beside all that should have one; nothing where there is no stack set."""
    cloud.add_accounts({"inside": ("Work",), "outside": ()})
    assert read_forwarders(SITE).members is None
    forward_from(cloud, "Work")
    found = read_forwarders(SITE)
    assert found.members == Members("ACTIVE", frozenset({cloud.accounts["inside"]}))
    assert found.accounts == {cloud.accounts["inside"], cloud.accounts["outside"]}


def test_who_else_may_write_and_where_users_come_from(cloud):
    """A delegated administrator by its account; a directory of users that nobody sent."""
    assert (read_instances("us-east-1").external, read_instances("us-east-1").delegated) == (None, ())
    cloud.add_accounts({"identity": ()})
    cloud.add_user("ana")
    cloud.organizations.register_delegated_administrator(
        AccountId=cloud.accounts["identity"], ServicePrincipal="sso.amazonaws.com"
    )
    found = read_instances("us-east-1")
    assert (found.external, found.delegated) == (False, (cloud.accounts["identity"],))
