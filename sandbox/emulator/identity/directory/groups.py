"""Groups of the identity store."""

from collections.abc import Callable
from typing import Any

from sandbox.emulator.identity.center.instance import STORE_ID
from sandbox.emulator.identity.directory.attributes import find_by_alternate, group_keys, updated
from sandbox.emulator.identity.directory.events import announce
from sandbox.emulator.identity.directory.store import Record, Records, bare_id, check_revision, check_store, new_id
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.paging import page


class Groups:
    """The operations on groups. `on_delete` hears of each group that is gone."""

    def __init__(self) -> None:
        self.records = Records("GROUP", group_keys)
        self.on_delete: list[Callable[[str], None]] = []

    def operations(self) -> dict[str, Operation]:
        """The operations by the names AWS gives them."""
        return {
            "CreateGroup": self._create,
            "DescribeGroup": self._describe,
            "UpdateGroup": self._update,
            "DeleteGroup": self._delete,
            "ListGroups": self._list,
            "GetGroupId": self._get_id,
        }

    def add(self, attributes: Record) -> Record:
        """A new group with CreateGroup's members; no event tells of it."""
        if "DisplayName" not in attributes:
            raise AwsError("ValidationException", "displayName is a required attribute")
        group_id = new_id()
        arn = f"arn:aws:identitystore:::group/{group_id}"
        group = {**attributes, "IdentityStoreId": STORE_ID, "GroupId": group_id, "GroupArn": arn}
        return self.records.put(group_id, group)

    def _create(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        record = self.add(payload)
        announce("Group Created", record["GroupArn"])
        return _named(record)

    def _describe(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        return self.records.find(payload["GroupId"])

    def _update(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        group = self.records.find(payload["GroupId"])
        check_revision(group, payload.get("Revision"))
        record = self.records.put(group["GroupId"], updated(group, payload["Operations"]))
        announce("Group Updated", record["GroupArn"])
        return _named(record)

    def _delete(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        group = self.records.remove(payload["GroupId"], payload.get("Revision"))
        for hear in self.on_delete:
            hear(bare_id(payload["GroupId"]))
        announce("Group Deleted", group["GroupArn"])
        return {}

    def _list(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        found = self.records.all()
        for wanted in payload.get("Filters", []):
            if wanted["AttributePath"].lower() != "displayname":
                raise AwsError("ValidationException", "Groups are filtered by DisplayName only.")
            group_id = self.records.find_id(("DisplayName", wanted["AttributeValue"].lower()))
            found = {group_id: found[group_id]} if group_id else {}
        return page(found, payload, "Groups")

    def _get_id(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        group = self.records.find(find_by_alternate(self.records, "GROUP", payload["AlternateIdentifier"]))
        return {name: group[name] for name in ("IdentityStoreId", "GroupId", "GroupArn")}


def _named(group: Record) -> Record:
    return {name: group[name] for name in ("IdentityStoreId", "GroupId", "GroupArn", "Revision")}
