"""All stacks of one deployment."""

from pathlib import Path

import aws_cdk as cdk
import cdk_nag

from lambdas.core.policy import Policy
from stacks.edge import EdgeStack, edge_name
from stacks.home_stack import HomeStack
from stacks.members import MembersStack
from stacks.permission_sets import PermissionSetsStack
from stacks.settings import DeploymentSettings


def add_stacks(app: cdk.App, settings: DeploymentSettings, policy: Policy, asset: Path) -> None:
    """The permission sets, the home Region, an edge in every other Region that is watched, and the member accounts.

    A finding of cdk-nag that nobody accepted with a reason fails the synth.
    """
    cdk.Validations.of(app).add_plugins(cdk_nag.AwsSolutionsChecks())
    permission_sets = PermissionSetsStack(app, "GatehousePermissionSets", settings=settings, policy=policy)
    HomeStack(
        app,
        "Gatehouse",
        settings=settings,
        policy=policy,
        asset=asset,
        break_glass_arns=permission_sets.break_glass_arns(policy.break_glass.permission_sets),
    )
    for region in settings.edge_regions:
        EdgeStack(app, edge_name(region), settings=settings, policy=policy, region=region)
    if settings.members:
        MembersStack(app, "GatehouseMembers", settings=settings, policy=policy)
