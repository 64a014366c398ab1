"""Schedules fire on time, and a role needs the right to its schedule's group.

AWS: to the minute; a schedule's ARN holds its group (EventBridge Scheduler, service authorization reference).
ministack: looks every ten seconds, and authorizes every schedule as one of the group `default`.
"""

# ruff: noqa: SLF001  (the interval is private)

import json
from typing import Any
from urllib.parse import unquote

from ministack.core import iam_actions
from ministack.services import eventbridge, scheduler

SECONDS = 0.5


def apply() -> None:
    """Look often, and name the group."""
    eventbridge._SCHEDULER_TICK_INTERVAL = scheduler._SCHEDULE_TICK_INTERVAL = SECONDS
    extract = iam_actions.extract_resource_arn

    def with_group(service: str, *request: Any) -> str:
        arn: str = extract(service, *request)
        _method, _path, _headers, body, params, *_ = request
        return (
            arn.replace(":schedule/default/", f":schedule/{_group(body, params)}/") if service == "scheduler" else arn
        )

    iam_actions.extract_resource_arn = with_group


def _group(body: bytes, params: dict[str, list[str]]) -> str:
    try:
        named = json.loads(body or b"{}").get("GroupName")
    except ValueError:
        named = None
    return str(named or unquote((params.get("groupName") or ["default"])[0]))
