"""The directory as a second source of leavers: which user may have been disabled or deleted there.

An event is a hint only. Whether a user is disabled is read from the user: CloudTrail hides it for SCIM, and what the
native events carry is not published.
"""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from lambdas.core.patterns import EXISTS, holds
from lambdas.core.rules import EventRule

# AWS's form of a user id, alone or at the end of an ARN (identitystore API, ResourceId).
USER_ID = r"(?:[0-9a-f]{10}-)?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
USER_ARN = re.compile(rf"arn:aws[\w-]*:identitystore:::user/(?P<id>{USER_ID})")
BARE_ID = re.compile(USER_ID)
# The member's name in the public API, in the console's and SCIM's calls, and in a kebab-case native event.
USER_KEYS = frozenset({"userid", "user-id", "user_id"})
# SCIM names the resource of a call, here always a user, by its id alone (captured records of PatchGroup, CreateUser).
SCIM, SCIM_KEYS = "identitystore-scim.amazonaws.com", USER_KEYS | {"id"}


@dataclass(frozen=True, slots=True)
class DirectorySignal:
    """A user that may be disabled or gone: `user_id` is empty where the event does not say whom it is about.

    `since`, `attempt` and `approved` are those of a `WorkerSignal`.
    """

    user_id: str
    event_id: str
    at: str
    since: str = ""
    attempt: int = 0
    approved: str = ""


def _calls(name: str, service: str, *calls: str) -> EventRule:
    detail = {"eventSource": [f"{service}.amazonaws.com"], "eventName": list(calls), "errorCode": [{EXISTS: False}]}
    return EventRule(name, f"A user is written through {service}", {"detail": detail})


# No `source` where CloudTrail speaks: that of identitystore-scim is not documented (IAM Identity Center User Guide,
# "Logging SCIM API calls"), the eventSource is.
KINDS = (
    EventRule(
        "DirectoryUser",
        "The directory itself tells of a user who was changed or deleted",
        {"source": ["aws.identitystore"], "detail-type": ["User Updated", "User Deleted"]},
    ),
    _calls("DirectoryUserByConsole", "sso-directory", "DisableUser", "UpdateUser", "DeleteUser"),
    _calls("DirectoryUserByApi", "identitystore", "UpdateUser", "DeleteUser"),
    _calls("DirectoryUserByScim", "identitystore-scim", "PatchUser", "PutUser", "DeleteUser"),
)


def directory_rules() -> tuple[EventRule, ...]:
    """The rules of the account's default bus that let exactly these events through."""
    return KINDS


def find_directory_signal(event: Mapping[str, Any]) -> DirectorySignal | None:
    """The user an event is about; None for an event of another kind."""
    if not any(holds(kind.pattern, event) for kind in KINDS):
        return None
    detail = event.get("detail") or {}
    where = (event.get("resources"), detail.get("requestParameters"), detail.get("responseElements"), detail)
    keys = SCIM_KEYS if detail.get("eventSource") == SCIM else USER_KEYS
    user_id = next((found for part in where for found in _find_ids(part, keys)), "")
    event_id = str(detail.get("eventID") or event.get("id") or "")
    return DirectorySignal(user_id, event_id, str(event.get("time") or detail.get("eventTime") or ""))


def _find_ids(part: Any, keys: Set[str], key: str = "") -> Iterator[str]:
    """Every user's ARN, and every bare id whose member is named after a user; the caller's own identity is neither."""
    if isinstance(part, Mapping):
        for name, inner in part.items():
            if name != "userIdentity":
                yield from _find_ids(inner, keys, name.lower())
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from _find_ids(inner, keys, key)
    elif isinstance(part, str):
        if found := USER_ARN.fullmatch(part):
            yield found["id"]
        elif key in keys and BARE_ID.fullmatch(part):
            yield part
