"""CloudTrail: what it would put on an account's default event bus, in AWS's shape.

Shapes: the CloudTrail record contents reference, and the samples of the Identity Center and Organizations guides.
"""

# ruff: noqa: SLF001  (ministack has no public way to put an aws.* event)

import json
import time
import uuid
from collections.abc import Sequence
from typing import Any

from ministack.core.responses import get_account_id, get_request_client_ip, request_scope
from ministack.core.router import extract_access_key_id
from ministack.services import eventbridge

from sandbox.emulator.cloudtrail_identity import caller_identity
from sandbox.emulator.cloudtrail_values import as_recorded
from sandbox.home import HOME_REGION

__all__ = ["EVENT_SOURCES", "READS", "as_recorded", "caller_identity", "emit", "record", "record_service_event"]

EVENT_SOURCES = {
    "sso-admin": "sso",
    "identitystore": "identitystore",
    "organizations": "organizations",
    "account-access": "account-access",
}
# Read calls reach only rules of the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS, so nobody records them here.
READS = ("List", "Describe", "Get", "IsMember")


def record(
    event_source: str,
    event_name: str,
    *,
    headers: dict[str, str],
    request: dict[str, Any] | None = None,
    response: dict[str, Any] | None = None,
    error: tuple[str, str] | None = None,
    read_only: bool = False,
    resources: Sequence[dict[str, str]] = (),
    shared_event_id: str | None = None,
    user_identity: dict[str, Any] | None = None,
    account_id: str | None = None,
    region: str = HOME_REGION,
) -> None:
    """One API call, on the default bus of `account_id` (the caller's unless given) in `region`.

    `event_source` is CloudTrail's ("sts.amazonaws.com"). `request` and `response` are in CloudTrail's spelling: see
    `as_recorded`. `error` is (errorCode, errorMessage). The caller is read from the signature in `headers`
    (lower-case names), unless `user_identity` is given, as for the far side of a cross-account call.
    """
    account_id = account_id or get_account_id()
    detail = {
        "eventVersion": "1.11",
        "userIdentity": user_identity or caller_identity(extract_access_key_id(headers)),
        **_happening(event_source, event_name, account_id, region),
        "sourceIPAddress": get_request_client_ip(),
        "userAgent": headers.get("user-agent", "aws-internal"),
        "requestParameters": request,
        "responseElements": response,
        "requestID": str(uuid.uuid4()),
        "readOnly": read_only,
        "eventType": "AwsApiCall",
        **({"errorCode": error[0], "errorMessage": error[1]} if error else {}),
        **({"resources": list(resources)} if resources else {}),
        **({"sharedEventID": shared_event_id} if shared_event_id else {}),
    }
    emit(_bus_source(event_source), "AWS API Call via CloudTrail", detail, account_id=account_id, region=region)


def record_service_event(
    event_source: str,
    event_name: str,
    details: dict[str, Any],
    *,
    account_id: str,
    invoked_by: str = "AWS Internal",
    region: str = HOME_REGION,
) -> None:
    """Something a service did by itself, with `details` as its `serviceEventDetails`."""
    detail = {
        "eventVersion": "1.11",
        "userIdentity": {"accountId": account_id, "invokedBy": invoked_by},
        **_happening(event_source, event_name, account_id, region),
        "sourceIPAddress": invoked_by,
        "userAgent": invoked_by,
        "requestParameters": None,
        "responseElements": None,
        "readOnly": False,
        "eventType": "AwsServiceEvent",
        "serviceEventDetails": details,
    }
    emit(_bus_source(event_source), "AWS Service Event via CloudTrail", detail, account_id=account_id, region=region)


def emit(
    source: str,
    detail_type: str,
    detail: dict[str, Any],
    *,
    account_id: str,
    region: str = HOME_REGION,
    resources: Sequence[str] = (),
) -> None:
    """Put one event of an AWS service on the default bus, which no caller of PutEvents may do."""
    entry = {
        "Source": source,
        "DetailType": detail_type,
        "Detail": json.dumps(detail),
        "Resources": list(resources),
        "EventBusName": "default",
    }
    with request_scope(account_id, region):
        eventbridge._ensure_default_bus()
        eventbridge._put_events({"Entries": [entry]}, allow_aws_source=True)


def _happening(event_source: str, event_name: str, account_id: str, region: str) -> dict[str, Any]:
    return {
        "eventTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "eventSource": event_source,
        "eventName": event_name,
        "awsRegion": region,
        "eventID": str(uuid.uuid4()),
        "managementEvent": True,
        "recipientAccountId": account_id,
        "eventCategory": "Management",
    }


def _bus_source(event_source: str) -> str:
    """EventBridge's name for the service: sso.amazonaws.com -> aws.sso."""
    return f"aws.{event_source.partition('.')[0]}"
