"""What the tests watch, and ways to change a record."""

import copy
from collections.abc import Mapping
from typing import Any

from lambdas.core.policy import BreakGlass, Protect
from tests.events import load

MANAGEMENT, MEMBER = "123456789012", "345678901234"
USER_ID = "c3d81a6e-50b2-7094-1f6a-9d27e8b4405c"
GROUP_ID = "e4a7c250-31d9-7086-5b1f-c6082d9e7f43"
PERMISSION_SET_ID = "ps-6d2f90b47a1c8e35"
PERMISSION_SET_ARN = f"arn:aws:sso:::permissionSet/ssoins-7c5e1a93b0d24f68/{PERMISSION_SET_ID}"

WATCHED = BreakGlass(
    permission_sets=("EmergencyAdmin", PERMISSION_SET_ID),
    groups=("Emergency", GROUP_ID),
    roles=("BreakGlass*",),
    users=("breakglass-*",),
    directory_users=(USER_ID,),
    protect=Protect(trails=("organization",), rules=("guard-*",), topics=("on-call",), alarms=("*-down",)),
)
OTHERS = BreakGlass(
    permission_sets=("OtherAdmin",),
    groups=("9b1d7e40-62c8-7035-8a4f-d5e3f0c2b196",),
    roles=("OtherBreakGlass",),
    users=("other-*",),
    directory_users=("7a0c5d38-e1f4-7026-b9d8-4c6e2f1a3b57",),
)


def changed(record: Mapping[str, Any] | str, **members: Any) -> dict[str, Any]:
    """A record, by its path or itself, with members of its detail replaced; `a__b=1` is the member b of a."""
    event = copy.deepcopy(load(record) if isinstance(record, str) else dict(record))
    for path, value in members.items():
        *parents, last = path.split("__")
        place = event["detail"]
        for key in parents:
            place = place[key]
        place[last] = value
    return event


def api_call(source: str, name: str, parameters: Mapping[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    """A call by a person of the management account; `members` of its detail replaced or added."""
    event = changed(
        "events/DisableRule.json",
        eventSource=f"{source}.amazonaws.com",
        eventName=name,
        requestParameters=dict(parameters) if parameters else None,
        **members,
    )
    event["source"] = f"aws.{source}"
    return event


def invoked_by(event: Mapping[str, Any], service: str) -> dict[str, Any]:
    """The same event, if a service had made the call."""
    return changed(event, userIdentity={**event["detail"].get("userIdentity", {}), "invokedBy": service})


def refused(event: Mapping[str, Any], resource: str) -> dict[str, Any]:
    """The same call, refused: what it asked for stands in the message only."""
    message = (
        f"User: arn:aws:iam::123456789012:user/kim is not authorized to perform: x:Y on resource: {resource} because"
    )
    return changed(event, requestParameters=None, responseElements=None, errorCode="AccessDenied", errorMessage=message)
