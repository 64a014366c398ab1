"""One-time wake-ups: EventBridge Scheduler sends an event to a lane's queue, to the minute, and forgets itself."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from lambdas.aws.faults import is_code, translate

if TYPE_CHECKING:
    from mypy_boto3_scheduler import EventBridgeSchedulerClient


class AwsSchedules:
    """Wakes lanes. `lanes` gives the ARN of each lane's queue; its message group is the lane's name."""

    def __init__(
        self, client: "EventBridgeSchedulerClient", group: str, role_arn: str, lanes: Mapping[str, str]
    ) -> None:
        self._client, self._group, self._role_arn, self._lanes = client, group, role_arn, lanes

    def wake(self, lane: str, name: str, at: datetime, event: Mapping[str, Any]) -> None:
        """CreateSchedule; one that exists under this name is the same wake-up."""
        target: Any = {
            "Arn": self._lanes[lane],
            "RoleArn": self._role_arn,
            "Input": json.dumps(event),
            "SqsParameters": {"MessageGroupId": lane},
        }
        try:
            self._client.create_schedule(
                Name=name,
                GroupName=self._group,
                ScheduleExpression=f"at({at.astimezone(UTC):%Y-%m-%dT%H:%M:%S})",
                ScheduleExpressionTimezone="UTC",
                FlexibleTimeWindow={"Mode": "OFF"},
                ActionAfterCompletion="DELETE",
                Target=target,
            )
        except ClientError as error:
            if not is_code(error, "ConflictException"):
                raise translate("scheduler", "CreateSchedule", error) from error
