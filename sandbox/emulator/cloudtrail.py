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

__all__ = ["as_recorded", "caller_identity", "emit", "put", "record", "record_service_event"]

API_CALL = "AWS API Call via CloudTrail"
SERVICE_EVENT = "AWS Service Event via CloudTrail"


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
    members = {
        "userIdentity": user_identity or caller_identity(extract_access_key_id(headers)),
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
    put(API_CALL, event_source, event_name, members, account_id=account_id, region=region)


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
    members = {
        "userIdentity": {"accountId": account_id, "invokedBy": invoked_by},
        "sourceIPAddress": invoked_by,
        "userAgent": invoked_by,
        "requestParameters": None,
        "responseElements": None,
        "readOnly": False,
        "eventType": "AwsServiceEvent",
        "serviceEventDetails": details,
    }
    put(SERVICE_EVENT, event_source, event_name, members, account_id=account_id, region=region)


def put(
    detail_type: str, event_source: str, event_name: str, members: dict[str, Any], *, account_id: str, region: str
) -> str:
    """A record of any kind: what every record has, and these members. Returns its eventID."""
    event_id = str(uuid.uuid4())
    detail = {
        "eventVersion": "1.11",
        "eventTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "eventSource": event_source,
        "eventName": event_name,
        "awsRegion": region,
        "eventID": event_id,
        "managementEvent": True,
        "recipientAccountId": account_id,
        "eventCategory": "Management",
        **members,
    }
    # EventBridge's name for the service: sso.amazonaws.com -> aws.sso.
    emit(f"aws.{event_source.partition('.')[0]}", detail_type, detail, account_id=account_id, region=region)
    return event_id


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
