"""Sign-ins to Identity Center and what is done in its portal (Identity Center guide, CloudTrail use cases).

All of it is recorded in the account that owns the instance.
"""

import uuid
from typing import Any

from sandbox.emulator import cloudtrail
from sandbox.emulator.cloudtrail_events import READS
from sandbox.emulator.identity.center.instance import STORE_ARN
from sandbox.emulator.sign_ins.console import FROM, SOURCE
from sandbox.home import HOME_REGION, MANAGEMENT_ACCOUNT_ID

_PORTAL = "sso.amazonaws.com"
_PORTAL_EVENTS = (
    "Authenticate",
    "Federate",
    "GetRoleCredentials",
    "ListAccountRoles",
    "ListAccounts",
    "ListApplications",
    "Logout",
)


def record_identity_center(body: dict[str, Any]) -> list[str]:
    """The records of one sign-in, which share a workflow id. The user's name stands in the first of them only."""
    credential, succeeds = body.get("credential", "PASSWORD"), body.get("succeeds", True)
    workflow = {"AuthWorkflowID": str(uuid.uuid4()), "CredentialType": credential}
    named = {**workflow, "UserName": body["user_name"]}
    if credential == "EXTERNAL_IDP":
        steps = [("UserAuthentication", succeeds, named)]
    else:
        steps = [("CredentialChallenge", True, named), ("CredentialVerification", succeeds, workflow)]
        steps += [("UserAuthentication", True, workflow)] if succeeds else []
    return [
        _record(body, SOURCE, name, {name: "Success" if done else "Failure"}, additionalEventData=more)
        for name, done, more in steps
    ]


def record_portal(body: dict[str, Any]) -> list[str]:
    """One act in the access portal, or of a command line that uses it."""
    if body["event"] not in _PORTAL_EVENTS:
        raise KeyError(body["event"])
    told = {"role_name": body.get("permission_set"), "account_id": body.get("account")}
    details = {name: value for name, value in told.items() if value is not None}
    return [_record(body, _PORTAL, body["event"], details or None)]


def _record(
    body: dict[str, Any], source: str, name: str, details: dict[str, str] | None, **more: dict[str, str]
) -> str:
    members = {
        "userIdentity": {
            "type": "IdentityCenterUser",
            "accountId": MANAGEMENT_ACCOUNT_ID,
            "onBehalfOf": {"userId": body["user_id"], "identityStoreArn": STORE_ARN},
            "credentialId": str(uuid.uuid4()),
        },
        **FROM,
        "requestParameters": None,
        "responseElements": None,
        "requestID": str(uuid.uuid4()),
        "readOnly": name.startswith(READS),
        "eventType": "AwsServiceEvent",
        "serviceEventDetails": details,
        **more,
    }
    region = body.get("region", HOME_REGION)
    return cloudtrail.put(
        cloudtrail.SERVICE_EVENT, source, name, members, account_id=MANAGEMENT_ACCOUNT_ID, region=region
    )
