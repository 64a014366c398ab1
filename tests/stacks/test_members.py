"""The member accounts: what the StackSet brings, and who may use the home bus."""

import json
from typing import Any

import pytest
from cfnlint.api import ManualArgs, lint

from lambdas.core.coverage import member_rules
from lambdas.core.policy import Policy
from lambdas.core.rules import Regions
from stacks.members import LONGEST_TEMPLATE, make_template
from stacks.settings import DeploymentSettings, SettingsError
from tests.stacks.conftest import POLICY, Synthesised
from tests.stacks.reading import find

BUS = "arn:aws:events:eu-central-1:111122223333:event-bus/default"


@pytest.fixture(scope="session")
def stack_set(synthesised: Synthesised) -> dict[str, Any]:
    [found] = find(synthesised.members, "AWS::CloudFormation::StackSet").values()
    return found


@pytest.fixture(scope="session")
def brought(stack_set: dict[str, Any]) -> dict[str, Any]:
    """The template in each member account."""
    found: dict[str, Any] = json.loads(stack_set["TemplateBody"])
    return found


def rules(brought: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {i: found for i, found in brought["Resources"].items() if found["Type"] == "AWS::Events::Rule"}


def test_everywhere(stack_set: dict[str, Any]) -> None:
    """Every account under the root, also one that comes later, in every Region that is watched, by our own hand."""
    [group] = stack_set["StackInstancesGroup"]
    assert group["DeploymentTargets"] == {"OrganizationalUnitIds": ["r-ab12"]}
    assert group["Regions"] == ["eu-central-1", "eu-north-1", "us-east-1"]
    assert stack_set["AutoDeployment"] == {"Enabled": True, "RetainStacksOnAccountRemoval": False}
    assert (stack_set["PermissionModel"], stack_set["CallAs"]) == ("SERVICE_MANAGED", "SELF")


def test_rules(brought: dict[str, Any], policy: Policy) -> None:
    """The rules of what is reported in member accounts, unchanged, and under names the watch knows as ours."""
    made = [found["Properties"] for found in rules(brought).values()]
    wanted = member_rules(policy.break_glass)
    assert [each["EventPattern"] for each in made] == [rule.pattern for rule in wanted]
    assert [each["Name"] for each in made] == [f"Gatehouse-{rule.name}" for rule in wanted]
    assert all(("ALL_CLOUDTRAIL" in m["State"]) is rule.read_only for m, rule in zip(made, wanted, strict=True))


def test_target(brought: dict[str, Any]) -> None:
    """Each sends home in one hop, under a role that may do this and nothing else."""
    for found in rules(brought).values():
        [target] = found["Properties"]["Targets"]
        assert target["Arn"] == BUS
        assert target["RoleArn"]["Fn::GetAtt"][0] in brought["Resources"]
    [policy] = [found for found in brought["Resources"].values() if found["Type"] == "AWS::IAM::Policy"]
    [statement] = policy["Properties"]["PolicyDocument"]["Statement"]
    assert statement == {"Effect": "Allow", "Action": "events:PutEvents", "Resource": BUS}


def test_global_events(brought: dict[str, Any], policy: Policy) -> None:
    """What AWS reports in us-east-1 only has its rule there only."""
    conditional = [found["Properties"]["Name"] for found in rules(brought).values() if "Condition" in found]
    wanted = [rule.name for rule in member_rules(policy.break_glass) if rule.regions is Regions.GLOBAL]
    assert conditional == [f"Gatehouse-{name}" for name in wanted]
    assert brought["Conditions"] == {"Globally": {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}}


def test_bus(synthesised: Synthesised) -> None:
    """Only accounts of this organization may put their events on the home bus, and may do so before they begin."""
    [policy] = find(synthesised.members, "AWS::Events::EventBusPolicy").values()
    assert policy["Statement"]["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorg1"}}
    assert (policy["Statement"]["Action"], policy["Statement"]["Resource"]) == ("events:PutEvents", BUS)
    [made] = synthesised.members.find_resources("AWS::CloudFormation::StackSet").values()
    assert made["DependsOn"] == ["Bus"]


def test_cfn_lint(stack_set: dict[str, Any]) -> None:
    """CloudFormation's linter has nothing to say about what the members get."""
    found = lint(stack_set["TemplateBody"], config=ManualArgs(regions=["us-east-1", "eu-north-1"]))
    assert [str(match) for match in found] == []


def test_too_many_names(settings: DeploymentSettings) -> None:
    """A policy whose rules do not fit into one template is refused with what to do."""
    roles = [f"{number:03}-{'x' * 200}" for number in range(300)]
    policy = Policy.model_validate({**POLICY, "break_glass": {"roles": roles}})
    with pytest.raises(SettingsError, match=f"may have {LONGEST_TEMPLATE:,}"):
        make_template(settings, policy)
