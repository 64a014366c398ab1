"""ConsoleLogin (CloudTrail guide, "AWS Management Console sign-in events")."""

import uuid
from typing import Any

from sandbox.emulator import cloudtrail

DETAIL_TYPE, SOURCE = "AWS Console Sign In via CloudTrail", "signin.amazonaws.com"
# Where the global endpoint records; a sign-in at a regional one names its Region.
GLOBAL_REGION = "us-east-1"
FROM = {"sourceIPAddress": "198.51.100.7", "userAgent": "Mozilla/5.0 (sandbox)"}


def record_console(body: dict[str, Any]) -> list[str]:
    """One sign-in to the console, in the account of its `arn`. A failed one has no errorCode, as in AWS."""
    identity, succeeds = identity_of(body["arn"]), body.get("succeeds", True)
    members = {
        "userIdentity": identity,
        **FROM,
        "requestParameters": None,
        "responseElements": {"ConsoleLogin": "Success" if succeeds else "Failure"},
        "additionalEventData": {
            "LoginTo": "https://console.aws.amazon.com/console/home",
            "MobileVersion": "No",
            "MFAUsed": "Yes" if body.get("mfa") else "No",
        },
        "readOnly": False,
        "eventType": "AwsConsoleSignIn",
        **({} if succeeds else {"errorMessage": "Failed authentication"}),
    }
    account_id, region = identity["accountId"], body.get("region", GLOBAL_REGION)
    return [cloudtrail.put(DETAIL_TYPE, SOURCE, "ConsoleLogin", members, account_id=account_id, region=region)]


def identity_of(arn: str) -> dict[str, Any]:
    """`userIdentity` of an ARN of IAM or STS. Nobody has an access key before the console lets them in."""
    account_id, name = arn.split(":")[4], arn.rpartition("/")[2]
    identity = {"principalId": account_id, "arn": arn, "accountId": account_id}
    if arn.endswith(":root"):
        return {"type": "Root", **identity, "accessKeyId": ""}
    principal_id = f"AIDA{uuid.uuid5(uuid.NAMESPACE_URL, arn).hex[:17].upper()}"
    if ":assumed-role/" not in arn:
        return {"type": "IAMUser", **identity, "principalId": principal_id, "userName": name}
    issuer = {"type": "Role", "principalId": principal_id, "accountId": account_id, "userName": arn.split("/")[1]}
    issuer["arn"] = f"arn:aws:iam::{account_id}:role/{issuer['userName']}"
    session = {"sessionIssuer": issuer, "webIdFederationData": {}}
    return {"type": "AssumedRole", **identity, "principalId": f"{principal_id}:{name}", "sessionContext": session}
