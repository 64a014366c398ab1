"""One-time wake-ups: EventBridge Scheduler sends an event to a lane's queue, to the minute, and forgets itself."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from lambdas.aws.faults import is_code, translated
from lambdas.core.errors import RejectError

if TYPE_CHECKING:
    from mypy_boto3_scheduler import EventBridgeSchedulerClient

FIFO = ".fifo"


class AwsSchedules:
    """Wakes lanes. `lanes` gives the ARN of each lane's queue; the message group of a FIFO queue is the lane's name."""

    def __init__(
        self, client: "EventBridgeSchedulerClient", group: str, role_arn: str, lanes: Mapping[str, str]
    ) -> None:
        self._client, self._group, self._role_arn, self._lanes = client, group, role_arn, lanes

    def wake(self, lane: str, name: str, at: datetime, event: Mapping[str, Any]) -> None:
        """CreateSchedule; one that exists under this name is the same wake-up.

        Raises RejectError for a lane without a queue.
        """
        if lane not in self._lanes:
            raise RejectError(f"no lane {lane!r} to wake: the lanes are {', '.join(sorted(self._lanes))}")
        schedule: Any = {
            "Name": name,
            "GroupName": self._group,
            "ScheduleExpression": _once_at(at),
            "ScheduleExpressionTimezone": "UTC",
            "FlexibleTimeWindow": {"Mode": "OFF"},
            # A schedule that has fired would count against the quota for ever (Scheduler user guide, quotas).
            "ActionAfterCompletion": "DELETE",
            "Target": self._target(lane, event),
        }
        with translated("scheduler", "CreateSchedule"):
            self._create(schedule)

    def _create(self, schedule: Any) -> None:
        try:
            self._client.create_schedule(**schedule)
        except ClientError as error:
            if not is_code(error, "ConflictException"):
                raise

    def _target(self, lane: str, event: Mapping[str, Any]) -> dict[str, Any]:
        arn = self._lanes[lane]
        # A queue that is not FIFO keeps no order, and needs no group.
        group = {"SqsParameters": {"MessageGroupId": lane}} if arn.endswith(FIFO) else {}
        return {"Arn": arn, "RoleArn": self._role_arn, "Input": json.dumps(event), **group}


def _once_at(at: datetime) -> str:
    """Whole seconds, rounded up: a wake-up that comes early finds that it is not time yet."""
    whole = at.astimezone(UTC) + timedelta(microseconds=-at.microsecond % 1_000_000)
    return f"at({whole:%Y-%m-%dT%H:%M:%S})"
