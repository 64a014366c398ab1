"""One-time schedules: on time, in their group, under their role."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.sandbox.identity.waiting import error_of, wait_until
from tests.sandbox.making import allow, make_queue, make_role, make_user, unique

SCHEDULER = "scheduler.amazonaws.com"


@pytest.fixture
def group(sandbox):
    name = unique("group")
    sandbox.client("scheduler").create_schedule_group(Name=name)
    return name


def schedule(queue, role, group, seconds=0.0, **target):
    """The request for a schedule that sends a message, then deletes itself."""
    at = datetime.now(UTC) + timedelta(seconds=seconds)
    return {
        "Name": unique("schedule"),
        "GroupName": group,
        "ScheduleExpression": f"at({at:%Y-%m-%dT%H:%M:%S})",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "ActionAfterCompletion": "DELETE",
        "Target": {"Arn": queue.arn, "RoleArn": role, "Input": json.dumps({"wake": 1}), **target},
    }


@pytest.fixture
def lane(sandbox):
    return make_queue(sandbox, service=None, fifo=True)


def test_fires_on_time_and_is_gone(sandbox, group, lane):
    """A schedule sends its input to a FIFO queue seconds after its time at most, not before, and deletes itself."""
    scheduler, role = sandbox.client("scheduler"), make_role(sandbox, allow("sqs:SendMessage", lane.arn))
    request = schedule(lane, role, group, seconds=2, SqsParameters={"MessageGroupId": "lane"})
    due = datetime.strptime(request["ScheduleExpression"], "at(%Y-%m-%dT%H:%M:%S)").replace(tzinfo=UTC)
    scheduler.create_schedule(**request)
    (body,) = lane.bodies(seconds=5)
    assert 0 <= time.time() - due.timestamp() < 3.0
    assert json.loads(body) == {"wake": 1}
    wait_until(lambda: not scheduler.list_schedules(GroupName=group)["Schedules"])


def test_a_role_that_may_not_send_sends_nothing(sandbox, group, lane):
    """A schedule whose role may not send to the queue leaves its message in the dead-letter queue."""
    dead_letters = make_queue(sandbox, service=None, fifo=True)
    role = make_role(sandbox, allow("sqs:SendMessage", dead_letters.arn))
    target = {"DeadLetterConfig": {"Arn": dead_letters.arn}, "SqsParameters": {"MessageGroupId": "lane"}}
    sandbox.client("scheduler").create_schedule(**schedule(lane, role, group, **target))
    assert dead_letters.bodies() == [json.dumps({"wake": 1})]
    assert lane.bodies(seconds=0) == []


def test_a_right_is_to_one_group(sandbox, group, lane):
    """A permission on one group's schedules is good there, and in no other group."""
    role = make_role(sandbox, service=SCHEDULER)
    may = allow("scheduler:CreateSchedule", f"arn:aws:scheduler:us-east-1:100000000001:schedule/{group}/*")
    person = make_user(sandbox, may, allow("iam:PassRole"))
    person.client("scheduler").create_schedule(**schedule(lane, role, group, seconds=600))
    code, _ = error_of(person.client("scheduler").create_schedule, **schedule(lane, role, "default", seconds=600))
    assert code == "AccessDeniedException"
