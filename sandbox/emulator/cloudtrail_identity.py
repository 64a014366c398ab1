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
        return {"type": "AssumedRole", **identity, "sessionContext": _session_context(identity, found)}
    if ":user/" in arn:
        return {"type": "IAMUser", **identity, "userName": arn.rpartition("/")[2]}
    return {"type": "Root", **identity}


def _session_context(identity: dict[str, str], found: dict[str, Any]) -> dict[str, Any]:
    role_name = identity["arn"].split("/")[1]
    role = iam._roles.get_scoped(identity["accountId"], None, role_name) or {}
    issued_at = (found.get("session") or {}).get("IssuedAt", time.time())
    return {
        "sessionIssuer": {
            "type": "Role",
            "principalId": identity["principalId"].partition(":")[0],
            "arn": role.get("Arn", f"arn:aws:iam::{identity['accountId']}:role/{role_name}"),
            "accountId": identity["accountId"],
            "userName": role_name,
        },
        "webIdFederationData": {},
        "attributes": {
            "creationDate": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(issued_at)),
            "mfaAuthenticated": "false",
        },
    }
