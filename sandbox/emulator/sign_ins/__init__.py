"""`/_local/sign-in`: what CloudTrail tells of people who sign in, in the account and Region where AWS tells it."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.emulator.local_routes import LocalRequestError
from sandbox.emulator.sign_ins.console import record_console
from sandbox.emulator.sign_ins.identity_center import record_identity_center, record_portal
from sandbox.emulator.sign_ins.root import record_root

__all__ = ["sign_in"]

_KINDS: Mapping[str, Callable[[dict[str, Any]], list[str]]] = {
    "console": record_console,
    "identity-center": record_identity_center,
    "portal": record_portal,
    "root": record_root,
}


def sign_in(body: dict[str, Any]) -> dict[str, Any]:
    """Record one act; the answer is the ids of its records, `{event_ids: [...]}`. `kind` says which:

    | kind            | members                                                                        |
    | --------------- | ------------------------------------------------------------------------------ |
    | console         | `arn` of root, an IAM user or a role's session; `succeeds`, `mfa`, `region`    |
    | identity-center | `user_id`, `user_name`; `credential` (PASSWORD), `succeeds`, `region`          |
    | portal          | `user_id`, `event` (GetRoleCredentials); `account`, `permission_set`, `region` |
    | root            | `account`, `event` (ChangePassword); `request`                                 |

    `succeeds` is true and `mfa` false when left out. What is missing or unknown raises LocalRequestError.
    """
    record = _KINDS.get(str(body.get("kind")))
    if record is None:
        raise LocalRequestError(f"kind is one of {', '.join(_KINDS)}")
    try:
        return {"event_ids": record(body)}
    except KeyError as error:
        raise LocalRequestError(f"{body['kind']} lacks {error}, or does not know it") from error
