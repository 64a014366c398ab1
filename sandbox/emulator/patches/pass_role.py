"""Who gives a schedule a role must be allowed to pass it on.

AWS: CreateSchedule and UpdateSchedule need iam:PassRole on the target's role, passed to scheduler.amazonaws.com
(Scheduler guide, "Identity-based policies"). ministack: asks for the schedule only.
"""

import json
from typing import Any

import ministack.app
from ministack.core import iam_actions, iam_evaluator
from ministack.core.router import extract_access_key_id, extract_region
from ministack.services import scheduler

ACTION = "iam:PassRole"
PASSED_TO = {"iam:PassedToService": "scheduler.amazonaws.com"}
MAKING = ("POST", "PUT")


def apply() -> None:
    """Ask before a schedule is made or changed."""

    async def checked(method: str, path: str, headers: dict[str, str], body: bytes, params: dict[str, Any]) -> Any:
        role_arn = _role_arn(body) if method in MAKING and path.startswith("/schedules/") else ""
        refusal = _refusal(headers, role_arn) if role_arn else None
        return refusal or await scheduler.handle_request(method, path, headers, body, params)

    ministack.app.SERVICE_HANDLERS["scheduler"] = checked


def _role_arn(body: bytes) -> str:
    try:
        target = json.loads(body or b"{}").get("Target")
    except ValueError:
        return ""
    return str((target or {}).get("RoleArn") or "")


def _refusal(headers: dict[str, str], role_arn: str) -> Any:
    """The answer that says no, or None."""
    key, region = extract_access_key_id(headers), extract_region(headers)
    denied = iam_evaluator.enforce(key, ACTION, "scheduler", region, resource_arn=role_arn, service_context=PASSED_TO)
    if not denied:
        return None
    return iam_actions.access_denied_response(
        "scheduler", ACTION, denied.principal_arn, "", headers=headers, resource_arn=role_arn
    )
