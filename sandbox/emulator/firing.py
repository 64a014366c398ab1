"""`/_local/fire-schedule`: a schedule's time has come, whatever the clock says."""

# ruff: noqa: SLF001  (ministack fires schedules from a private loop only)

import time
import uuid
from typing import Any

from ministack.core.responses import request_scope
from ministack.services import eventbridge, scheduler

from sandbox.emulator.local_routes import LocalRequestError
from sandbox.home import HOME_REGION, MANAGEMENT_ACCOUNT_ID

Schedule = dict[str, Any]


def fire_schedule(body: dict[str, Any]) -> dict[str, Any]:
    """`{group, name}`, and `account` and `region` unless the management account's at home: deliver it once, now.

    It goes to its target under its role, as on time. A one-time schedule has then had its time. One that is not there
    or is DISABLED raises LocalRequestError.
    """
    account_id, region = body.get("account", MANAGEMENT_ACCOUNT_ID), body.get("region", HOME_REGION)
    key = f"{body.get('group', 'default')}/{body.get('name')}"
    with request_scope(account_id, region):
        schedule = scheduler._schedules.get(key)
        if schedule is None or schedule["State"] != "ENABLED":
            raise LocalRequestError(f"schedule {key} of {account_id} in {region} is not there, or not enabled")
        eventbridge._invoke_target(schedule["Target"], _event(schedule, account_id, region), schedule)
        if schedule["ScheduleExpression"].startswith("at("):
            _finish(schedule, key, (account_id, region, key))
    return {"fired": schedule["Arn"]}


def _event(schedule: Schedule, account_id: str, region: str) -> dict[str, Any]:
    """What a target without an input of its own gets."""
    return {
        "EventId": str(uuid.uuid4()),
        "Source": "aws.scheduler",
        "DetailType": "Scheduled Event",
        "Detail": "{}",
        "Time": time.time(),
        "Resources": [schedule["Arn"]],
        "Account": account_id,
        "Region": region,
    }


def _finish(schedule: Schedule, key: str, last_fired_key: tuple[str, str, str]) -> None:
    if schedule["ActionAfterCompletion"] == "DELETE":
        scheduler._schedules.pop(key)
    else:
        scheduler._schedule_last_fired[last_fired_key] = time.time()
