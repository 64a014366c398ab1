"""The edges: what is reported in another Region reaches the home Region."""

from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from lambdas.core import break_glass, signals
from lambdas.core.break_glass.alarm_path import rule_watch
from lambdas.core.policy import Policy
from lambdas.core.rules import Regions
from stacks.edge import EdgeStack
from stacks.gatehouse import add_stacks
from stacks.settings import DeploymentSettings, read_settings
from tests.stacks.conftest import CONTEXT, Synthesised
from tests.stacks.reading import find


def forwarding(template: Any) -> list[dict[str, Any]]:
    """The rules that send events home."""
    rules = find(template, "AWS::Events::Rule").values()
    return [rule for rule in rules if rule["Description"] != rule_watch().description]


def test_forwards(synthesised: Synthesised, policy: Policy) -> None:
    """The events of accounts and of break glass go to the default bus of the home Region, as they came."""
    made = forwarding(synthesised.edge)
    wanted = [rule.pattern for rule in (*signals.edge_rules(), *break_glass.event_rules(policy.break_glass))]
    assert [rule["EventPattern"] for rule in made] == wanted
    for rule in made:
        [target] = rule["Targets"]
        assert target["Arn"] == "arn:aws:events:eu-central-1:111122223333:event-bus/default"
        assert not {"Input", "InputPath", "InputTransformer"} & set(target)


def test_elsewhere(synthesised: Synthesised, policy: Policy) -> None:
    """In another Region than us-east-1 stand the rules of break glass whose events can be reported there."""
    made = [rule["EventPattern"] for rule in forwarding(synthesised.other_edge)]
    rules = break_glass.event_rules(policy.break_glass)
    assert made == [rule.pattern for rule in rules if rule.regions is not Regions.GLOBAL]


@pytest.mark.parametrize("region", ["us-east-1", "eu-north-1"])
def test_region(settings: DeploymentSettings, policy: Policy, region: str) -> None:
    """An edge is in its Region of the management account."""
    stack = EdgeStack(cdk.App(), "Edge", settings=settings, policy=policy, region=region)
    assert (stack.region, stack.account) == (region, "111122223333")


@pytest.mark.parametrize(
    ("changes", "stacks"),
    [
        ({}, ["GatehouseEdge", "GatehouseEdge-eu-north-1", "GatehouseMembers"]),
        ({"home_region": "us-east-1"}, ["GatehouseEdge-eu-north-1", "GatehouseMembers"]),
        ({"break_glass_regions": "", "members": "false"}, ["GatehouseEdge"]),
    ],
)
def test_stacks(policy: Policy, asset: Path, changes: dict[str, str], stacks: list[str]) -> None:
    """The home Region has no edge, where the events would come twice; members are a setting."""
    app = cdk.App()
    add_stacks(app, read_settings({**CONTEXT, **changes}), policy, asset)
    made = sorted(child.node.id for child in app.node.children if isinstance(child, cdk.Stack))
    assert made == ["Gatehouse", *stacks, "GatehousePermissionSets"]
