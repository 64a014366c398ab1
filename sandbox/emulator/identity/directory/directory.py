"""The identity store as a whole: its parts, wired."""

from typing import Any

from sandbox.emulator.identity.center.instance import STORE_ARN, STORE_ID
from sandbox.emulator.identity.directory.groups import Groups
from sandbox.emulator.identity.directory.memberships import Memberships
from sandbox.emulator.identity.directory.store import check_store
from sandbox.emulator.identity.directory.users import Users
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.paging import page


class Directory:
    """The store's users, groups and memberships, and its operations."""

    def __init__(self) -> None:
        self.users = Users()
        self.groups = Groups()
        self.memberships = Memberships(self.users.records, self.groups.records)
        self.users.on_delete.append(self.memberships.remove_user)
        self.groups.on_delete.append(self.memberships.remove_group)

    def has_principal(self, principal_type: str, principal_id: str) -> bool:
        """Whether a user (USER) or group (GROUP) of this id exists."""
        records = self.users.records if principal_type == "USER" else self.groups.records
        return principal_id in records

    def operations(self) -> dict[str, Operation]:
        """Every operation of identitystore the sandbox has."""
        return {
            **self.users.operations(),
            **self.groups.operations(),
            **self.memberships.operations(),
            "DescribeIdentityStore": _describe_store,
            "ListIdentityStores": _list_stores,
        }


def _describe_store(payload: dict[str, Any]) -> dict[str, Any]:
    check_store(payload)
    return {"IdentityStoreId": STORE_ID, "IdentityStoreArn": STORE_ARN}


def _list_stores(payload: dict[str, Any]) -> dict[str, Any]:
    store = {"IdentityStoreId": STORE_ID, "IdentityStoreArn": STORE_ARN}
    return page({STORE_ID: store}, payload, "IdentityStores")
