"""CloudTrail's `userIdentity`: who made a call, from the access key that signed it."""

# ruff: noqa: SLF001  (ministack keeps roles in a private table)

import time
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id
from ministack.services import iam


def caller_identity(access_key: str) -> dict[str, Any]:
    """`{type, principalId, arn, accountId, accessKeyId, ...}`: Root, IAMUser, or AssumedRole with its session context.

    A key nobody owns is taken for the account's root, as ministack takes it.
    """
    found = iam_evaluator.resolve_caller_identity(access_key) or {}
    arn = str(found.get("userArn") or f"arn:aws:iam::{get_account_id()}:root")
    account_id = arn.split(":")[4]
    identity = {
        "principalId": str(found.get("userId") or account_id),
        "arn": arn,
        "accountId": account_id,
        "accessKeyId": access_key,
    }
    if ":assumed-role/" in arn:
        return {"type": "AssumedRole", **identity, **_role_members(identity, found)}
    if ":user/" in arn:
        return {"type": "IAMUser", **identity, "userName": arn.rpartition("/")[2]}
    return {"type": "Root", **identity}


def _role_members(identity: dict[str, str], found: dict[str, Any]) -> dict[str, Any]:
    """What a role's session adds. ministack names a function's session after its role: AWS shows the role's id."""
    _, role_name, session_name = identity["arn"].split("/", 2)
    role = iam._roles.get_scoped(identity["accountId"], None, role_name) or {}
    role_id = role.get("RoleId", identity["principalId"].partition(":")[0])
    issued_at = (found.get("session") or {}).get("IssuedAt", time.time())
    return {
        "principalId": f"{role_id}:{session_name}",
        "sessionContext": {
            "sessionIssuer": {
                "type": "Role",
                "principalId": role_id,
                "arn": role.get("Arn", f"arn:aws:iam::{identity['accountId']}:role/{role_name}"),
                "accountId": identity["accountId"],
                "userName": role_name,
            },
            "webIdFederationData": {},
            "attributes": {
                "creationDate": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(issued_at)),
                "mfaAuthenticated": "false",
            },
        },
    }
