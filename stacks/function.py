"""One Lambda function with a role and a log group of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_logs as logs
from constructs import Construct

from lambdas.settings import FunctionSettings
from stacks.acknowledgements import acknowledge
from stacks.customer_key import let_use
from stacks.intake import Intake
from stacks.log_group import make_log_group
from stacks.permissions import Permission
from stacks.tags import tag
from stacks.target import Target

BATCH_SIZE = 10
# The key of the metadata that explains a role's policy.
PURPOSES = "Purposes"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What all functions have in common: their code, where it runs, and the customer's key where there is one."""

    code: lambda_.Code
    target: Target
    log_retention_days: int
    key: kms.IKey | None = None


class GatehouseFunction(Construct):
    """The function whose handler is lambdas/handlers/<name>.py; it may do `permissions` and no more."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        does: str,
        bundle: Bundle,
        settings: FunctionSettings,
        permissions: Iterable[Permission],
        timeout: Duration,
    ) -> None:
        super().__init__(scope, _camel(name))
        tag(self, name)
        self.log_group = make_log_group(self, "Log", bundle.log_retention_days, bundle.key)
        self.role = self._make_role(self.log_group, tuple(permissions))
        let_use(self.role, bundle.key)
        self.function = lambda_.Function(
            self,
            "Function",
            description=does,
            code=bundle.code,
            handler=f"lambdas.handlers.{name}.handler",
            runtime=bundle.target.runtime,
            architecture=bundle.target.architecture,
            role=self.role,
            log_group=self.log_group,
            environment={**settings.to_environment(), "POWERTOOLS_SERVICE_NAME": name},
            timeout=timeout,
            # Processor time grows with memory, and a cold start is all processor time.
            memory_size=1024,
            tracing=lambda_.Tracing.ACTIVE,
        )
        acknowledge(self, "L1", "The runtime is a setting (target); AWS patches every supported version.")

    def take_from(self, intake: Intake) -> None:
        """Run the function on what waits in the intake, up to ten messages at a time."""
        source = event_sources.SqsEventSource(intake.queue, batch_size=BATCH_SIZE, report_batch_item_failures=True)
        self.function.add_event_source(source)

    def _make_role(self, log_group: logs.ILogGroup, permissions: Sequence[Permission]) -> iam.Role:
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        log_group.grant_write(role)
        reasons = {"*": ["X-Ray knows no resource"]}
        for permission in permissions:
            role.add_to_policy(permission.statement())
            for resource in permission.explained_wildcards():
                reasons.setdefault(resource, []).append(permission.why)
        for resource, why in reasons.items():
            acknowledge(role, f"IAM5[Resource::{resource}]", "; ".join(why))
        _explain(role, permissions)
        return role


def _explain(role: iam.Role, permissions: Sequence[Permission]) -> None:
    """Write beside the role's policy what each statement is for: the template is what people review."""
    policy = role.node.find_child("DefaultPolicy").node.default_child
    if isinstance(policy, iam.CfnPolicy):
        told = [{"Actions": sorted(each.actions), "To": each.to, "Why": each.why} for each in permissions]
        policy.add_metadata(PURPOSES, told)


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
