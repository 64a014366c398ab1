"""Gatehouse as a construct: in its own stack, and in a stack of somebody else."""

from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from lambdas.core.policy import Policy
from stacks.construct import Gatehouse
from stacks.settings import DeploymentSettings
from tests.stacks.conftest import FLAGS, STATEFUL, Synthesised
from tests.stacks.reading import find


def test_logical_ids_stay(synthesised: Synthesised) -> None:
    """What holds state is called what it was called before there was a construct."""
    resources = synthesised.home.to_json()["Resources"]
    kinds = set(STATEFUL.values())
    assert {name: each["Type"] for name, each in resources.items() if each["Type"] in kinds} == STATEFUL


@pytest.fixture(scope="module")
def platform(settings: DeploymentSettings, policy: Policy, asset: Path) -> Template:
    """The stack of a platform team, with a topic of its own beside Gatehouse."""
    environment = cdk.Environment(account=settings.management_account_id, region=settings.home_region)
    stack = cdk.Stack(cdk.App(context=FLAGS), "Platform", env=environment)
    sns.Topic(stack, "Topic")
    Gatehouse(stack, "Access", settings=settings, policy=policy, asset=asset, break_glass_arns=[])
    return Template.from_stack(stack)


def test_in_a_stack_of_others(platform: Template, synthesised: Synthesised) -> None:
    """It brings everything of the stack `Gatehouse`, under ids of its own, and its outputs under their names."""
    for kind in ("AWS::Lambda::Function", "AWS::Events::Rule", "AWS::SQS::Queue", "AWS::CloudWatch::Alarm"):
        assert len(find(platform, kind)) == len(find(synthesised.home, kind)), kind
    assert platform.find_outputs("*").keys() == synthesised.home.find_outputs("*").keys()
    assert all(name.startswith("Access") for name in find(platform, "AWS::SQS::Queue"))


def test_it_tags_its_own_only(platform: Template) -> None:
    """The tags are on what Gatehouse brings, and on nothing else of the stack."""
    topics = find(platform, "AWS::SNS::Topic")
    tagged = {name for name, topic in topics.items() if topic.get("Tags")}
    assert tagged == {name for name in topics if name.startswith("Access")}
