"""What root does to its own credentials (CloudTrail guide, sign-in events for the root user)."""

import uuid
from typing import Any

from sandbox.emulator import cloudtrail
from sandbox.emulator.sign_ins.console import DETAIL_TYPE, FROM, GLOBAL_REGION, SOURCE, identity_of

_IAM_EVENTS = ("ChangePassword", "CreateAccessKey", "DeactivateMFADevice", "DeleteAccessKey", "EnableMFADevice")
# What AWS wrote for a new password of root before ChangePassword, and is still matched.
_SIGN_IN_EVENTS = ("PasswordUpdated",)


def record_root(body: dict[str, Any]) -> list[str]:
    """One act of an account's root, in that account, with `request` as its request parameters."""
    name, account_id = body["event"], body["account"]
    if name not in (*_IAM_EVENTS, *_SIGN_IN_EVENTS):
        raise KeyError(name)
    members = {
        "userIdentity": identity_of(f"arn:aws:iam::{account_id}:root"),
        **FROM,
        "requestParameters": body.get("request"),
        "requestID": str(uuid.uuid4()),
        "readOnly": False,
    }
    place = {"account_id": account_id, "region": GLOBAL_REGION}
    if name in _SIGN_IN_EVENTS:
        members |= {"responseElements": {name: "Success"}, "eventType": "AwsConsoleSignIn"}
        return [cloudtrail.put(DETAIL_TYPE, SOURCE, name, members, **place)]
    members |= {"responseElements": None, "eventType": "AwsApiCall"}
    return [cloudtrail.put(cloudtrail.API_CALL, "iam.amazonaws.com", name, members, **place)]
