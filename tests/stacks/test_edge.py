"""The edge: what is reported in us-east-1 only reaches the home Region."""

from pathlib import Path

import aws_cdk as cdk

from lambdas.core import break_glass, signals
from lambdas.core.policy import Policy
from stacks.edge import EdgeStack
from stacks.gatehouse import add_stacks
from stacks.settings import DeploymentSettings, read_settings
from tests.stacks.conftest import CONTEXT, Synthesised
from tests.stacks.reading import find


def test_forwards(synthesised: Synthesised, policy: Policy) -> None:
    """The events of accounts and of break glass go to the default bus of the home Region, as they came."""
    made = find(synthesised.edge, "AWS::Events::Rule").values()
    wanted = [rule.pattern for rule in (*signals.edge_rules(), *break_glass.event_rules(policy.break_glass))]
    assert [rule["EventPattern"] for rule in made] == wanted
    for rule in made:
        [target] = rule["Targets"]
        assert target["Arn"] == "arn:aws:events:eu-central-1:111122223333:event-bus/default"
        assert not {"Input", "InputPath", "InputTransformer"} & set(target)


def test_region(settings: DeploymentSettings, policy: Policy) -> None:
    """The edge stack is in us-east-1 of the management account."""
    stack = EdgeStack(cdk.App(), "Edge", settings=settings, policy=policy)
    assert (stack.region, stack.account) == ("us-east-1", "111122223333")


def test_no_edge_at_home(policy: Policy, asset: Path) -> None:
    """With the home Region us-east-1 there is no edge: the events would come twice."""
    app = cdk.App()
    add_stacks(app, read_settings({**CONTEXT, "home_region": "us-east-1"}), policy, asset)
    assert sorted(child.node.id for child in app.node.children if isinstance(child, cdk.Stack)) == [
        "Gatehouse",
        "GatehousePermissionSets",
    ]
