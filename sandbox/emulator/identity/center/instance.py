"""The organization instance of Identity Center, and instances that accounts have made for themselves."""

from typing import Any

from ministack.core.responses import get_region

from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.paging import page
from sandbox.emulator.local_routes import LocalRequestError
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


class Instances:
    """Which instances there are. A Region's endpoint tells those of its own Region only (sso-admin, ListInstances)."""

    def __init__(self) -> None:
        self._organizations, self._owners = True, list[str]()

    def operations(self) -> dict[str, Operation]:
        """ListInstances and DescribeInstance."""
        return {"ListInstances": self._list, "DescribeInstance": _describe_instance}

    def change(self, body: dict[str, Any]) -> dict[str, Any]:
        """Whether the organization's instance is there, and which accounts have one of their own; answers both.

        An account's own instance has no assignments: it is only listed.
        """
        if unknown := body.keys() - {"organization", "accounts"}:
            raise LocalRequestError(f"there is organization and accounts, not {', '.join(sorted(unknown))}")
        self._organizations = bool(body.get("organization", self._organizations))
        self._owners = [str(owner) for owner in body.get("accounts", self._owners)]
        return {"organization": self._organizations, "accounts": self._owners}

    def _list(self, payload: dict[str, Any]) -> dict[str, Any]:
        own = {f"arn:aws:sso:::instance/ssoins-{owner:>016}": owner for owner in self._owners}
        found = {arn: _account_instance(arn, owner) for arn, owner in own.items()}
        if self._organizations:
            found[INSTANCE_ARN] = _instance()
        return page(found if get_region() == HOME_REGION else {}, payload, "Instances")


def _describe_instance(payload: dict[str, Any]) -> dict[str, Any]:
    check_instance(payload)
    return {**_instance(), "PermissionSetsEnabled": True}


def _account_instance(arn: str, owner: str) -> dict[str, Any]:
    store_id = f"d-{owner[-10:]}"
    own = {
        "InstanceArn": arn,
        "IdentityStoreId": store_id,
        "IdentityStoreArn": f"arn:aws:identitystore::{owner}:identitystore/{store_id}",
        "OwnerAccountId": owner,
        "Name": "own",
    }
    return {**_instance(), **own}


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
