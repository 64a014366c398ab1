"""Wake-ups."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from botocore.stub import Stubber

from lambdas.aws.schedules import AwsSchedules
from lambdas.core.errors import AlertError, GatehouseError, MissingError, RejectError, RetryError
from tests.aws.conftest import Stub

ROLE = "arn:aws:iam::310000000001:role/wake"
LANES = {
    "accounts": "arn:aws:sqs:eu-north-1:310000000001:accounts.fifo",
    "workers": "arn:aws:sqs:eu-north-1:310000000001:workers.fifo",
}
TO_ALL = {**LANES, "break_glass": "arn:aws:sqs:eu-north-1:310000000001:break-glass"}
NOON = datetime(2031, 2, 3, 12, tzinfo=UTC)
EVENT = {"detail": {"worker": "e-17"}}


@pytest.fixture
def stubber(stub: Stub) -> Stubber:
    return stub("scheduler")


@pytest.fixture
def schedules(stubber: Stubber) -> AwsSchedules:
    return AwsSchedules(stubber.client, "gatehouse", ROLE, LANES)


def schedule(lane: str = "workers", at: str = "2031-02-03T12:00:00") -> dict[str, Any]:
    return {
        "Name": "workers-1",
        "GroupName": "gatehouse",
        "ScheduleExpression": f"at({at})",
        "ScheduleExpressionTimezone": "UTC",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "ActionAfterCompletion": "DELETE",
        "Target": {
            "Arn": LANES[lane],
            "RoleArn": ROLE,
            "Input": json.dumps(EVENT),
            "SqsParameters": {"MessageGroupId": lane},
        },
    }


def add_created(stubber: Stubber, expected: dict[str, Any]) -> None:
    arn = "arn:aws:scheduler:eu-north-1:310000000001:schedule/gatehouse/workers-1"
    stubber.add_response("create_schedule", {"ScheduleArn": arn}, expected)


def test_wake_without_order(stubber: Stubber) -> None:
    """A queue that is not FIFO gets the event without a message group."""
    expected = schedule()
    expected["Target"] = {"Arn": TO_ALL["break_glass"], "RoleArn": ROLE, "Input": json.dumps(EVENT)}
    add_created(stubber, expected)
    AwsSchedules(stubber.client, "gatehouse", ROLE, TO_ALL).wake("break_glass", "workers-1", NOON, EVENT)


@pytest.mark.parametrize("lane", sorted(LANES))
def test_wake(schedules: AwsSchedules, stubber: Stubber, lane: str) -> None:
    """The event goes once to the lane's own queue and message group, and the schedule deletes itself."""
    add_created(stubber, schedule(lane))
    schedules.wake(lane, "workers-1", NOON, EVENT)


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (NOON.astimezone(timezone(timedelta(hours=-5))), "2031-02-03T12:00:00"),
        (NOON + timedelta(microseconds=1), "2031-02-03T12:00:01"),
        (NOON - timedelta(microseconds=1), "2031-02-03T12:00:00"),
    ],
)
def test_never_early(schedules: AwsSchedules, stubber: Stubber, at: datetime, text: str) -> None:
    """The time is in UTC, in whole seconds, and never before the one that was asked for."""
    add_created(stubber, schedule(at=text))
    schedules.wake("workers", "workers-1", at, EVENT)


def test_same_name_twice(schedules: AwsSchedules, stubber: Stubber) -> None:
    """A schedule that exists under this name is the same wake-up."""
    stubber.add_client_error("create_schedule", "ConflictException")
    schedules.wake("workers", "workers-1", NOON, EVENT)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ThrottlingException", RetryError),
        ("InternalServerException", RetryError),
        ("ServiceQuotaExceededException", RetryError),
        ("ResourceNotFoundException", MissingError),
        ("AccessDeniedException", AlertError),
        ("ValidationException", RejectError),
    ],
)
def test_not_scheduled(schedules: AwsSchedules, stubber: Stubber, code: str, expected: type[GatehouseError]) -> None:
    """A wake-up that was not made is an error: nothing is left without somebody coming back for it."""
    stubber.add_client_error("create_schedule", code)
    with pytest.raises(expected, match="scheduler:CreateSchedule"):
        schedules.wake("workers", "workers-1", NOON, EVENT)


def test_unknown_lane(schedules: AwsSchedules) -> None:
    """A lane without a queue is refused by name, with those there are."""
    with pytest.raises(RejectError, match=r"'sweep'.*accounts, workers"):
        schedules.wake("sweep", "workers-1", NOON, EVENT)
