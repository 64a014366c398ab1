"""The member accounts: a service-managed StackSet brings rules for what is reported there, also to new accounts."""

import json
from tempfile import TemporaryDirectory

import aws_cdk as cdk
from aws_cdk import aws_events as events
from constructs import Construct

from lambdas.core.policy import Policy
from stacks.member_rules import MemberRulesStack
from stacks.settings import DeploymentSettings, SettingsError

NAME = "GatehouseMembers"
# CloudFormation takes no longer template within a request (CloudFormation quotas, template body size).
LONGEST_TEMPLATE = 51_200


class MembersStack(cdk.Stack):
    """The StackSet, and the policy of the home bus that lets this organization's accounts put their events on it.

    CloudFormation must be trusted by the organization for StackSets: docs/operations.md.
    """

    def __init__(self, scope: Construct, name: str, *, settings: DeploymentSettings, policy: Policy) -> None:
        environment = cdk.Environment(account=settings.management_account_id, region=settings.home_region)
        super().__init__(scope, name, env=environment, description="Gatehouse: break glass in the member accounts")
        bus_policy = self._open_bus(settings)
        stack_set = self._make_stack_set(settings, make_template(settings, policy))
        # A rule whose events are refused loses them: nobody may send before everybody may.
        stack_set.add_resource_dependency(bus_policy)

    def _make_stack_set(self, settings: DeploymentSettings, template: str) -> cdk.CfnStackSet:
        """There is no L2. The management account gets no stack of it, as AWS has it: its rules stand in the edges."""
        return cdk.CfnStackSet(
            self,
            "StackSet",
            stack_set_name=NAME,
            description="Gatehouse: sends home what is reported in member accounts only",
            permission_model="SERVICE_MANAGED",
            call_as="SELF",
            auto_deployment=cdk.CfnStackSet.AutoDeploymentProperty(
                enabled=True, retain_stacks_on_account_removal=False
            ),
            capabilities=["CAPABILITY_IAM"],
            managed_execution={"Active": True},
            # One account that refuses must not keep the watch from the others.
            operation_preferences=cdk.CfnStackSet.OperationPreferencesProperty(
                failure_tolerance_percentage=100, max_concurrent_percentage=100, region_concurrency_type="PARALLEL"
            ),
            stack_instances_group=[
                cdk.CfnStackSet.StackInstancesProperty(
                    deployment_targets=cdk.CfnStackSet.DeploymentTargetsProperty(
                        organizational_unit_ids=[settings.root_id]
                    ),
                    regions=sorted({settings.home_region, *settings.edge_regions}),
                )
            ],
            template_body=template,
        )

    def _open_bus(self, settings: DeploymentSettings) -> events.CfnEventBusPolicy:
        return events.CfnEventBusPolicy(
            self,
            "Bus",
            statement_id=NAME,
            statement={
                "Effect": "Allow",
                "Principal": "*",
                "Action": "events:PutEvents",
                "Resource": settings.default_bus_arn,
                "Condition": {"StringEquals": {"aws:PrincipalOrgID": settings.organization_id}},
            },
        )


def make_template(settings: DeploymentSettings, policy: Policy) -> str:
    """What stands in each account and Region: a stack of ours, synthesised by itself, so that it needs no bootstrap.

    Raises SettingsError where the policy names so much that CloudFormation would not take the template.
    """
    with TemporaryDirectory() as folder:
        app = cdk.App(outdir=folder, analytics_reporting=False)
        MemberRulesStack(app, NAME, settings=settings, policy=policy)
        template = json.dumps(app.synth().get_stack_by_name(NAME).template, separators=(",", ":"))
    if len(template) > LONGEST_TEMPLATE:
        raise SettingsError(
            f"the stack of the member accounts has {len(template):,} characters, and may have {LONGEST_TEMPLATE:,}: "
            "name fewer roles and users in break_glass, with globs"
        )
    return template
