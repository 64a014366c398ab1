"""Wake-ups: one-time schedules that a function makes, and the role that lets Scheduler bring them back to a lane."""

from collections.abc import Iterable

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_scheduler as scheduler
from constructs import Construct

from stacks.customer_key import SENDS, let_use
from stacks.intake import Intake

GROUP = "gatehouse"


class WakeUps(Construct):
    """A schedule group for the wake-ups of these lanes. The schedules are made at run time, each for one use."""

    def __init__(self, scope: Construct, name: str, *, lanes: Iterable[Intake], key: kms.IKey | None = None) -> None:
        super().__init__(scope, name)
        self.group = scheduler.ScheduleGroup(self, "Group", schedule_group_name=GROUP)
        # Only schedules of this account may use the role: EventBridge Scheduler User Guide, "confused deputy".
        conditions = {"StringEquals": {"aws:SourceAccount": Stack.of(self).account}}
        self.role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com", conditions=conditions),
            description="Lets EventBridge Scheduler send Gatehouse's wake-ups to its lanes",
        )
        arns = [lane.queue.queue_arn for lane in lanes]
        self.role.add_to_policy(iam.PolicyStatement(actions=["sqs:SendMessage"], resources=arns))
        let_use(self.role, key, SENDS)
