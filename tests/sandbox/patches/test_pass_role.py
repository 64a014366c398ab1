"""Who gives a schedule a role must be allowed to pass it on."""

import pytest

from tests.sandbox.identity.waiting import error_of
from tests.sandbox.making import allow, make_queue, make_role, make_user, unique

CREATE = allow("scheduler:CreateSchedule")


@pytest.fixture
def role(sandbox):
    return make_role(sandbox, service="scheduler.amazonaws.com")


def request(sandbox, role):
    return {
        "Name": unique("schedule"),
        "ScheduleExpression": "at(2099-01-01T00:00:00)",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {"Arn": make_queue(sandbox).arn, "RoleArn": role, "Input": "{}"},
    }


def test_passing_the_role_is_allowed(sandbox, role):
    """Who may pass this very role to Scheduler makes the schedule."""
    passed = {"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}}
    person = make_user(sandbox, CREATE, {**allow("iam:PassRole", role), "Condition": passed})
    person.client("scheduler").create_schedule(**request(sandbox, role))


@pytest.mark.parametrize(
    "may",
    [
        {},
        {"Resource": "arn:aws:iam::100000000001:role/another"},
        {"Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}},
    ],
)
def test_passing_the_role_is_refused(sandbox, role, may):
    """Who may pass nothing, another role, or the role to another service, is refused by the name of iam:PassRole."""
    person = make_user(sandbox, CREATE, *([{**allow("iam:PassRole", role), **may}] if may else []))
    code, message = error_of(person.client("scheduler").create_schedule, **request(sandbox, role))
    assert code == "AccessDeniedException"
    assert f"{person.arn} is not authorized to perform: iam:PassRole" in message


def test_an_update_passes_the_role_too(sandbox, role):
    """A schedule cannot be given a role by changing it either."""
    made = request(sandbox, role)
    sandbox.client("scheduler").create_schedule(**made)
    person = make_user(sandbox, allow("scheduler:UpdateSchedule"))
    assert error_of(person.client("scheduler").update_schedule, **made)[0] == "AccessDeniedException"
