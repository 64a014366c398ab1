"""AssumeRole is recorded, where it was called and where the role is.

AWS: CloudTrail records the call in the caller's account; when the role is in another account, there too, with the same
sharedEventID and a caller who is only an account (CloudTrail guide, "Record contents", sharedEventID). A refused call
has no requestParameters, and the role stands in errorMessage. ministack: records nothing.
"""

import json
import uuid
from typing import Any
from urllib.parse import parse_qs

import ministack.app
from ministack.core import iam_actions
from ministack.core.responses import get_account_id
from ministack.core.router import extract_access_key_id
from ministack.services import sts

from sandbox.emulator import cloudtrail

SOURCE, NAME = "sts.amazonaws.com", "AssumeRole"
OK = 200


def apply() -> None:
    """Wrap the service, and the words of IAM's refusals, which never reach the service."""
    refuse = iam_actions.access_denied_response

    async def recorded(method: str, path: str, headers: dict[str, str], body: bytes, params: dict[str, Any]) -> Any:
        answer = await sts.handle_request(method, path, headers, body, params)
        request = _request(headers, body, params)
        if request.get("Action") == NAME:
            _record(headers, request["RoleArn"], request.get("RoleSessionName", ""), granted=answer[0] == OK)
        return answer

    def refused(service: str, action: str, principal_arn: str, request_id: str, **details: Any) -> Any:
        if action == f"sts:{NAME}":
            _record(details.get("headers") or {}, str(details.get("resource_arn") or ""), "", granted=False)
        return refuse(service, action, principal_arn, request_id, **details)

    ministack.app.SERVICE_HANDLERS["sts"] = recorded
    iam_actions.access_denied_response = refused


def _request(headers: dict[str, str], body: bytes, params: dict[str, Any]) -> dict[str, str]:
    """The request's members, from either protocol."""
    if "amz-json" in headers.get("content-type", ""):
        name = headers.get("x-amz-target", "").rpartition(".")[2]
        return {"Action": name, **json.loads(body or b"{}")}
    form = {**params, **parse_qs(body.decode())}
    return {key: value[0] if isinstance(value, list) else value for key, value in form.items()}


def _record(headers: dict[str, str], role_arn: str, session: str, *, granted: bool) -> None:
    caller = cloudtrail.caller_identity(extract_access_key_id(headers))
    if not granted:
        message = f"User: {caller['arn']} is not authorized to perform: sts:{NAME} on resource: {role_arn}"
        cloudtrail.record(SOURCE, NAME, headers=headers, error=("AccessDenied", message), read_only=True)
        return
    here, there = get_account_id(), role_arn.split(":")[4]
    call: dict[str, Any] = {
        "headers": headers,
        "request": {"roleArn": role_arn, "roleSessionName": session},
        "read_only": True,
        "resources": [{"accountId": there, "type": "AWS::IAM::Role", "ARN": role_arn}],
        "shared_event_id": str(uuid.uuid4()) if there != here else None,
    }
    cloudtrail.record(SOURCE, NAME, **call)
    if there != here:
        stranger = {"type": "AWSAccount", "principalId": caller["principalId"], "accountId": here}
        cloudtrail.record(SOURCE, NAME, **call, user_identity=stranger, account_id=there)
