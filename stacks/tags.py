"""The tags of every resource: which product, which version, which part of it."""

from importlib.metadata import version

from aws_cdk import Tags
from constructs import IConstruct

# The quarantine's policies must never change, tags included (see `stacks.quarantine`); and CloudFormation hands the
# tags of a stack on to all of its resources, these policies among them.
UNTOUCHED = ["AWS::Organizations::Policy", "aws:cdk:stack"]


def tag(construct: IConstruct, component: str) -> None:
    """Tag what is in the construct. What has tagged itself for its own component keeps that one."""
    for name, value in (("app", "gatehouse"), ("version", version("gatehouse")), ("component", component)):
        Tags.of(construct).add(name, value, exclude_resource_types=UNTOUCHED)
