"""The control routes of the process itself, and how a request to any of them is answered."""

import json
import os
from typing import Any

from sandbox.emulator import cloudtrail, local_routes
from sandbox.emulator.firing import fire_schedule
from sandbox.emulator.local_routes import LocalRequestError
from sandbox.emulator.sign_ins import sign_in
from sandbox.home import HOME_REGION, MANAGEMENT_ACCOUNT_ID


def register_routes() -> None:
    """`/_local/health`, `/_local/aws-event`, `/_local/fire-schedule` and `/_local/sign-in`."""
    local_routes.register("/_local/health", lambda _body: {"status": "ready", "pid": os.getpid()})
    local_routes.register("/_local/aws-event", put_aws_event)
    local_routes.register("/_local/fire-schedule", fire_schedule)
    local_routes.register("/_local/sign-in", sign_in)


def put_aws_event(event: dict[str, Any]) -> dict[str, Any]:
    """Put one event of an AWS service on the default bus, as AWS itself would: the body is the event as delivered."""
    try:
        cloudtrail.emit(
            event["source"],
            event["detail-type"],
            event["detail"],
            account_id=event.get("account", MANAGEMENT_ACCOUNT_ID),
            region=event.get("region", HOME_REGION),
            resources=event.get("resources", ()),
        )
    except KeyError as error:
        raise LocalRequestError(f"an event has source, detail-type and detail; {error} is missing") from error
    return {"accepted": 1}


def answer(path: str, body: bytes) -> tuple[int, dict[str, Any]]:
    """Status and JSON object for one request."""
    try:
        document = json.loads(body or b"{}")
    except ValueError as error:
        return 400, {"error": f"the body is not JSON: {error}"}
    if not isinstance(document, dict):
        return 400, {"error": "the body is not a JSON object"}
    return local_routes.answer(path, document)
