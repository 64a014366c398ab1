"""Schedules that CloudFormation makes."""

import json
from datetime import UTC, datetime

import pytest
from ministack.core.responses import request_scope
from ministack.services import eventbridge, scheduler

from tests.sandbox.identity.waiting import wait_until
from tests.sandbox.making import allow, make_queue, make_role, unique


@pytest.fixture
def stack(sandbox):
    name = unique("stack")
    yield name
    sandbox.client("cloudformation").delete_stack(StackName=name)


def recurring(queue, role, **properties):
    target = {"Arn": queue.arn, "RoleArn": role, "Input": '{"sweep": 1}', "SqsParameters": {"MessageGroupId": "lane"}}
    return {
        "Type": "AWS::Scheduler::Schedule",
        "Properties": {
            "ScheduleExpression": "cron(0 3 * * ? *)",
            "ScheduleExpressionTimezone": "Europe/Berlin",
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": target,
            **properties,
        },
    }


def deploy(sandbox, stack, schedule, operation="create"):
    """The status in which the stack ends, and the name of its schedule."""
    cloudformation = sandbox.client("cloudformation")
    body = json.dumps({"Resources": {"Sweep": schedule}, "Outputs": {"Name": {"Value": {"Ref": "Sweep"}}}})
    getattr(cloudformation, f"{operation}_stack")(StackName=stack, TemplateBody=body)

    def ended():
        (found,) = cloudformation.describe_stacks(StackName=stack)["Stacks"]
        return None if found["StackStatus"].endswith("IN_PROGRESS") else found

    found = wait_until(ended)
    outputs = found.get("Outputs") or [{"OutputValue": None}]
    return found["StackStatus"], outputs[0]["OutputValue"]


def test_a_recurring_schedule_is_deployed_and_fires(sandbox, stack):
    """A cron schedule with a FIFO queue as its target keeps every property, and sends its input when it fires."""
    lane = make_queue(sandbox, service=None, fifo=True)
    schedule = recurring(lane, make_role(sandbox, allow("sqs:SendMessage", lane.arn)))
    status, name = deploy(sandbox, stack, schedule)
    assert status == "CREATE_COMPLETE"
    found = sandbox.client("scheduler").get_schedule(Name=name)
    assert {key: found[key] for key in schedule["Properties"]} == schedule["Properties"]
    sandbox.local("/_local/fire-schedule", {"name": name})
    assert lane.bodies() == ['{"sweep": 1}']


def test_an_update_changes_every_property(sandbox, stack):
    """A time zone that changes in the template changes in the schedule, which keeps its name."""
    lane = make_queue(sandbox, service=None, fifo=True)
    role = make_role(sandbox)
    _, before = deploy(sandbox, stack, recurring(lane, role))
    changed = recurring(lane, role, ScheduleExpressionTimezone="Asia/Tokyo", ScheduleExpression="rate(2 hours)")
    status, after = deploy(sandbox, stack, changed, "update")
    found = sandbox.client("scheduler").get_schedule(Name=after)
    assert (status, after) == ("UPDATE_COMPLETE", before)
    assert (found["ScheduleExpressionTimezone"], found["ScheduleExpression"]) == ("Asia/Tokyo", "rate(2 hours)")


def test_a_schedule_that_cannot_be_made_fails_its_stack(sandbox, stack):
    """A schedule in a group that is not there rolls the stack back."""
    lane = make_queue(sandbox, service=None, fifo=True)
    status, _ = deploy(sandbox, stack, recurring(lane, make_role(sandbox), GroupName="nobodys"))
    assert status == "ROLLBACK_COMPLETE"


class _Clock:
    """The scheduler's clock, standing where the test puts it."""

    def __init__(self, now):
        self.now = now.timestamp()

    def time(self):
        return self.now


NIGHT = datetime(2026, 3, 2, 2, 59, 30, tzinfo=UTC)
MINUTE, DAY = 60, 86_400


@pytest.mark.parametrize(
    ("expression", "steps", "fires"),
    [
        ("cron(0 3 * * ? *)", [0, MINUTE, MINUTE, DAY, MINUTE], 2),
        ("rate(1 minute)", [0, MINUTE // 2, MINUTE // 2, MINUTE], 2),
    ],
)
def test_recurring_schedules_fire_at_each_of_their_times(monkeypatch, expression, steps, fires):
    """By ministack's own clock, cron and rate fire once for each time that has come, and not between."""
    clock, fired = _Clock(NIGHT), []
    monkeypatch.setattr(scheduler, "time", clock)
    monkeypatch.setattr(eventbridge, "_invoke_target", lambda target, *_: fired.append(target["Arn"]))
    target = {"Arn": "arn:aws:sqs:us-east-1:555555555555:lane", "RoleArn": "arn:aws:iam::555555555555:role/r"}
    with request_scope("555555555555", "us-east-1"):
        request = {"ScheduleExpression": expression, "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": target}
        scheduler._create_schedule(unique("schedule"), request)
        for step in steps:
            clock.now += step
            scheduler._tick_schedules()
        scheduler.reset()
    assert len(fired) == fires
