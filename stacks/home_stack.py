"""The home-Region stack: the construct `Gatehouse` and nothing else."""

from collections.abc import Iterable
from pathlib import Path

import aws_cdk as cdk
from constructs import Construct

from lambdas.core.policy import Policy
from stacks.construct import Gatehouse
from stacks.settings import DeploymentSettings


class HomeStack(cdk.Stack):
    """Gatehouse in the Region of IAM Identity Center."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        settings: DeploymentSettings,
        policy: Policy,
        asset: Path,
        break_glass_arns: Iterable[str],
    ) -> None:
        environment = cdk.Environment(account=settings.management_account_id, region=settings.home_region)
        super().__init__(scope, name, env=environment, description="Gatehouse: access lifecycle of Identity Center")
        # "Default": every logical id stays what it was without the construct, or its state would be made anew.
        Gatehouse(self, "Default", settings=settings, policy=policy, asset=asset, break_glass_arns=break_glass_arns)
