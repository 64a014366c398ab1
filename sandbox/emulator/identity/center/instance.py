"""The one organization instance of Identity Center."""

from typing import Any

from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.paging import page
from sandbox.home import HOME_REGION, MANAGEMENT_ACCOUNT_ID

INSTANCE_ID = "ssoins-7223d41b9e05ca68"
INSTANCE_ARN = f"arn:aws:sso:::instance/{INSTANCE_ID}"
STORE_ID = "d-90674be21c"
STORE_ARN = f"arn:aws:identitystore::{MANAGEMENT_ACCOUNT_ID}:identitystore/{STORE_ID}"
_ENABLED_AT = 1_700_000_000.0


def check_instance(payload: dict[str, Any]) -> None:
    """Raise ResourceNotFoundException for an InstanceArn that is not this organization's."""
    if payload.get("InstanceArn", INSTANCE_ARN) != INSTANCE_ARN:
        raise AwsError("ResourceNotFoundException", "Instance not found.")


def instance_operations() -> dict[str, Operation]:
    """ListInstances and DescribeInstance."""
    return {"ListInstances": _list_instances, "DescribeInstance": _describe_instance}


def _list_instances(payload: dict[str, Any]) -> dict[str, Any]:
    return page({INSTANCE_ARN: _instance()}, payload, "Instances")


def _describe_instance(payload: dict[str, Any]) -> dict[str, Any]:
    check_instance(payload)
    return {**_instance(), "PermissionSetsEnabled": True}


def _instance() -> dict[str, Any]:
    return {
        "InstanceArn": INSTANCE_ARN,
        "IdentityStoreId": STORE_ID,
        "IdentityStoreArn": STORE_ARN,
        "OwnerAccountId": MANAGEMENT_ACCOUNT_ID,
        "Name": "sandbox",
        "CreatedDate": _ENABLED_AT,
        "Status": "ACTIVE",
        "PrimaryRegion": HOME_REGION,
    }
