"""Schedules that are fired to order."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.supervisor import SandboxError
from tests.sandbox.making import allow, make_queue, make_role, unique


@pytest.fixture
def group(sandbox):
    name = unique("group")
    sandbox.client("scheduler").create_schedule_group(Name=name)
    return name


@pytest.fixture
def lane(sandbox):
    return make_queue(sandbox, service=None, fifo=True)


@pytest.fixture
def schedule(sandbox, group, lane):
    """A schedule in the group, made with these members; its name."""

    def make(expression, *, may=True, **members):
        name = unique("schedule")
        role = make_role(sandbox, *([allow("sqs:SendMessage", lane.arn)] if may else []))
        target = {"Arn": lane.arn, "RoleArn": role, "SqsParameters": {"MessageGroupId": "lane"}, "Input": '{"n": 1}'}
        sandbox.client("scheduler").create_schedule(
            Name=name,
            GroupName=group,
            ScheduleExpression=expression,
            FlexibleTimeWindow={"Mode": "OFF"},
            Target=target,
            **members,
        )
        return name

    return make


def tomorrow():
    return f"at({datetime.now(UTC) + timedelta(days=1):%Y-%m-%dT%H:%M:%S})"


@pytest.mark.parametrize("expression", ["cron(0 3 * * ? *)", "rate(1 day)"])
def test_a_recurring_schedule_fires_and_stays(sandbox, group, lane, schedule, expression):
    """Its input goes to its FIFO target each time it is fired, and it is there as before."""
    name = schedule(expression)
    for _ in range(2):
        sandbox.local("/_local/fire-schedule", {"group": group, "name": name})
    assert [json.loads(body) for body in lane.bodies()] == [{"n": 1}, {"n": 1}]
    assert sandbox.client("scheduler").get_schedule(GroupName=group, Name=name)["State"] == "ENABLED"


def test_a_one_time_schedule_has_had_its_time(sandbox, group, lane, schedule):
    """A one-time schedule that deletes itself is gone after it was fired."""
    name = schedule(tomorrow(), ActionAfterCompletion="DELETE")
    sandbox.local("/_local/fire-schedule", {"group": group, "name": name})
    assert len(lane.bodies()) == 1
    with pytest.raises(sandbox.client("scheduler").exceptions.ResourceNotFoundException):
        sandbox.client("scheduler").get_schedule(GroupName=group, Name=name)


def test_its_role_must_be_allowed(sandbox, group, lane, schedule):
    """Fired to order or on time, a schedule sends only what its role may send."""
    sandbox.local("/_local/fire-schedule", {"group": group, "name": schedule("rate(1 day)", may=False)})
    assert lane.bodies(seconds=1) == []


def test_what_would_not_fire_is_refused(sandbox, group, schedule):
    """A schedule that is disabled, or was never made, is an error that names it."""
    name = schedule("rate(1 day)", State="DISABLED")
    for missing in (name, "nobody"):
        with pytest.raises(SandboxError, match=missing):
            sandbox.local("/_local/fire-schedule", {"group": group, "name": missing})
