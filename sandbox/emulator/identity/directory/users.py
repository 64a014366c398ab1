"""Users of the identity store."""

from collections.abc import Callable
from typing import Any

from sandbox.emulator.identity.center.instance import STORE_ID
from sandbox.emulator.identity.directory.attributes import find_by_alternate, updated, user_keys
from sandbox.emulator.identity.directory.events import announce
from sandbox.emulator.identity.directory.store import Record, Records, bare_id, check_revision, check_store, new_id
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.paging import page
from sandbox.emulator.local_routes import LocalRequestError


class Users:
    """The operations on users. `on_delete` hears of each user that is gone."""

    def __init__(self) -> None:
        self.records = Records("USER", user_keys)
        self.on_delete: list[Callable[[str], None]] = []

    def operations(self) -> dict[str, Operation]:
        """The operations by the names AWS gives them."""
        return {
            "CreateUser": self._create,
            "DescribeUser": self._describe,
            "UpdateUser": self._update,
            "DeleteUser": self._delete,
            "ListUsers": self._list,
            "GetUserId": self._get_id,
        }

    def set_status(self, body: dict[str, Any]) -> dict[str, Any]:
        """`/_local/user-status`: `{user_id, status}`; AWS has no API that disables a user."""
        if body.get("status") not in ("ENABLED", "DISABLED"):
            raise LocalRequestError("status is ENABLED or DISABLED")
        return self._edit_locally(body, {"UserStatus": body["status"]})

    def set_external_ids(self, body: dict[str, Any]) -> dict[str, Any]:
        """`/_local/external-ids`: `{user_id, external_ids: [{Issuer, Id}]}`; in AWS only SCIM writes them."""
        return self._edit_locally(body, {"ExternalIds": body.get("external_ids", [])})

    def _edit_locally(self, body: dict[str, Any], changes: Record) -> dict[str, Any]:
        user_id = str(body.get("user_id"))
        if user_id not in self.records:
            raise LocalRequestError(f"no user {user_id}")
        record = self.records.put(user_id, {**self.records.find(user_id), **changes})
        announce("User Updated", record["UserArn"])
        return {"user_id": user_id}

    def add(self, attributes: Record) -> Record:
        """A new user with CreateUser's members, enabled; no event tells of it."""
        for required in ("UserName", "DisplayName", "Name"):
            if required not in attributes:
                raise AwsError("ValidationException", f"{required[0].lower()}{required[1:]} is a required attribute")
        user_id = new_id()
        arn = f"arn:aws:identitystore:::user/{user_id}"
        user = {**attributes, "IdentityStoreId": STORE_ID, "UserId": user_id, "UserArn": arn, "UserStatus": "ENABLED"}
        return self.records.put(user_id, user)

    def _create(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        record = self.add(payload)
        announce("User Created", record["UserArn"])
        return _named(record)

    def _describe(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        return _with_extensions(self.records.find(payload["UserId"]), payload.get("Extensions", []))

    def _update(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        user = self.records.find(payload["UserId"])
        check_revision(user, payload.get("Revision"))
        record = self.records.put(user["UserId"], updated(user, payload["Operations"]))
        announce("User Updated", record["UserArn"])
        return _named(record)

    def _delete(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        user = self.records.remove(payload["UserId"], payload.get("Revision"))
        for hear in self.on_delete:
            hear(bare_id(payload["UserId"]))
        announce("User Deleted", user["UserArn"])
        return {}

    def _list(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        found = self.records.all()
        for wanted in payload.get("Filters", []):
            if wanted["AttributePath"].lower() != "username":
                raise AwsError("ValidationException", "Users are filtered by UserName only.")
            user_id = self.records.find_id(("UserName", wanted["AttributeValue"].lower()))
            found = {user_id: found[user_id]} if user_id else {}
        answer = page(found, payload, "Users")
        return {**answer, "Users": [_with_extensions(one, payload.get("Extensions", [])) for one in answer["Users"]]}

    def _get_id(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        user = self.records.find(find_by_alternate(self.records, "USER", payload["AlternateIdentifier"]))
        return {name: user[name] for name in ("IdentityStoreId", "UserId", "UserArn")}


def _named(user: Record) -> Record:
    return {name: user[name] for name in ("IdentityStoreId", "UserId", "UserArn", "Revision")}


def _with_extensions(user: Record, names: list[str]) -> Record:
    """The user with the extensions a request asks for, and no others."""
    asked = {name: value for name, value in user.get("Extensions", {}).items() if name in names}
    shown = {name: value for name, value in user.items() if name != "Extensions"}
    return {**shown, **({"Extensions": asked} if asked else {})}
