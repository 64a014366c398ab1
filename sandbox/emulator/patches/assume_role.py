"""AssumeRole is recorded, where it was called and where the role is.

AWS: CloudTrail records the call in the caller's account; when the role is in another account, there too, with the same
sharedEventID and a caller who is only an account (CloudTrail guide, "Record contents", sharedEventID). A refused call
has no requestParameters, and the role stands in errorMessage. ministack: records nothing.
"""

import json
import re
import uuid
from typing import Any
from urllib.parse import parse_qs

import ministack.app
from ministack.core import iam_actions
from ministack.core.responses import get_account_id
from ministack.core.router import extract_access_key_id
from ministack.services import sts

from sandbox.emulator import cloudtrail
from sandbox.emulator.cloudtrail_values import cloudtrail_date

SOURCE, NAME = "sts.amazonaws.com", "AssumeRole"
OK, FORBIDDEN = 200, 403
# A temporary key, alone between the marks of XML or JSON: a session token may hold anything that looks like one.
ACCESS_KEY = re.compile(r"""(?<=[">])ASIA[A-Z0-9]{16}(?=["<])""")


def apply() -> None:
    """Wrap the service, and the words of IAM's refusals, which never reach the service."""
    refuse = iam_actions.access_denied_response

    async def recorded(method: str, path: str, headers: dict[str, str], body: bytes, params: dict[str, Any]) -> Any:
        answer = await sts.handle_request(method, path, headers, body, params)
        request = _request(headers, body, params)
        if request.get("Action") == NAME:
            _record(headers, request, answer)
        return answer

    def refused(service: str, action: str, principal_arn: str, request_id: str, **details: Any) -> Any:
        # With an error code it is a key that nobody knows: no account has a trail that could tell of it.
        if action == f"sts:{NAME}" and not details.get("error_code"):
            _record_refusal(details.get("headers") or {}, str(details.get("resource_arn") or ""))
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


def _record(headers: dict[str, str], request: dict[str, str], answer: tuple[int, dict[str, str], bytes]) -> None:
    """What was granted or refused; a request that made no sense is neither."""
    status, _, body = answer
    if status == OK:
        _record_use(headers, request, body)
    elif status == FORBIDDEN:
        _record_refusal(headers, request.get("RoleArn", ""))


def _record_refusal(headers: dict[str, str], role_arn: str) -> None:
    caller = cloudtrail.caller_identity(extract_access_key_id(headers))
    message = f"User: {caller['arn']} is not authorized to perform: sts:{NAME} on resource: {role_arn}"
    cloudtrail.record(SOURCE, NAME, headers=headers, error=("AccessDenied", message), read_only=True)


def _record_use(headers: dict[str, str], request: dict[str, str], answer: bytes) -> None:
    here, there = get_account_id(), request["RoleArn"].split(":")[4]
    call: dict[str, Any] = {
        "headers": headers,
        "request": {"roleArn": request["RoleArn"], "roleSessionName": request["RoleSessionName"]},
        "response": _response(answer),
        "read_only": True,
        "resources": [{"accountId": there, "type": "AWS::IAM::Role", "ARN": request["RoleArn"]}],
        "shared_event_id": str(uuid.uuid4()) if there != here else None,
    }
    cloudtrail.record(SOURCE, NAME, **call)
    if there != here:
        caller = cloudtrail.caller_identity(extract_access_key_id(headers))
        stranger = {"type": "AWSAccount", "principalId": caller["principalId"], "accountId": here}
        cloudtrail.record(SOURCE, NAME, **call, user_identity=stranger, account_id=there)


def _response(answer: bytes) -> dict[str, Any]:
    """What was given out, without what would let a reader use it."""
    (access_key,) = ACCESS_KEY.findall(answer.decode())
    session = sts._sessions[access_key]  # noqa: SLF001 - the answer itself is XML or JSON, as the caller asked
    return {
        "credentials": {
            "accessKeyId": access_key,
            "sessionToken": "HIDDEN_DUE_TO_SECURITY_REASONS",
            "expiration": cloudtrail_date(session["Expiration"]),
        },
        "assumedRoleUser": {"assumedRoleId": session["UserId"], "arn": session["Arn"]},
    }
