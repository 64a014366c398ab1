"""What stands in every member account, in every Region that is watched."""

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from lambdas.core.coverage import GLOBAL_REGION, member_rules
from lambdas.core.names import STACK
from lambdas.core.policy import Policy
from lambdas.core.rules import READ_ONLY_TOO, EventRule, Regions
from stacks.settings import DeploymentSettings


class MemberRulesStack(cdk.Stack):
    """Rules that send their events to the default bus of the management account's home Region, in one hop."""

    def __init__(self, scope: Construct, name: str, *, settings: DeploymentSettings, policy: Policy) -> None:
        super().__init__(
            scope,
            name,
            synthesizer=cdk.BootstraplessSynthesizer(),
            description="Gatehouse: sends home what is reported in member accounts only",
        )
        self._bus_arn = settings.default_bus_arn
        self._role = self._make_role()
        self._globally = cdk.CfnCondition(
            self, "Globally", expression=cdk.Fn.condition_equals(cdk.Aws.REGION, GLOBAL_REGION)
        )
        for rule in member_rules(policy.break_glass):
            self._add(rule)

    def _make_role(self) -> iam.Role:
        role = iam.Role(self, "Forward", assumed_by=iam.ServicePrincipal("events.amazonaws.com"))
        role.add_to_policy(iam.PolicyStatement(actions=["events:PutEvents"], resources=[self._bus_arn]))
        return role

    def _add(self, rule: EventRule) -> None:
        """An L1: the L2 makes no target in another account from a stack that knows no account of its own.

        The name is ours, not CloudFormation's, which begins with 'StackSet': by its beginning the watch over the path
        of the alarm knows it.
        """
        made = events.CfnRule(
            self,
            rule.name,
            name=f"{STACK}-{rule.name}",
            description=rule.description,
            event_pattern=rule.pattern,
            state=READ_ONLY_TOO if rule.read_only else "ENABLED",
            targets=[events.CfnRule.TargetProperty(id="Home", arn=self._bus_arn, role_arn=self._role.role_arn)],
        )
        if rule.regions is Regions.GLOBAL:
            made.cfn_options.condition = self._globally
