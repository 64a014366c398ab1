"""Permission sets: what an assignment grants."""

import secrets
import string
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.emulator.identity.center.instance import INSTANCE_ID, check_instance
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.paging import page


@dataclass
class PermissionSet:
    """One permission set. `revision` grows with every edit, so an account's copy can be known to be old."""

    arn: str
    name: str
    description: str | None = None
    session_duration: str = "PT1H"
    relay_state: str | None = None
    created: float = field(default_factory=time.time)
    tags: dict[str, str] = field(default_factory=dict)
    managed: dict[str, str] = field(default_factory=dict)  # policy ARN -> its name
    customer: dict[str, dict[str, str]] = field(default_factory=dict)  # path and name -> the reference
    inline_policy: str = ""
    boundary: dict[str, Any] | None = None
    revision: int = 0


class PermissionSets:
    """The instance's permission sets, and the operations on them as wholes."""

    def __init__(self) -> None:
        self._by_arn: dict[str, PermissionSet] = {}
        self._arn_by_name: dict[str, str] = {}
        self.in_use: Callable[[str], bool] = lambda _arn: False

    def operations(self) -> dict[str, Operation]:
        """The operations by the names AWS gives them."""
        return {
            "CreatePermissionSet": self.create,
            "DescribePermissionSet": self.describe,
            "UpdatePermissionSet": self.update,
            "DeletePermissionSet": self.delete,
            "ListPermissionSets": self.list_arns,
        }

    def find(self, payload: dict[str, Any]) -> PermissionSet:
        """The permission set a request names; ResourceNotFoundException when the instance has no such one."""
        check_instance(payload)
        found = self._by_arn.get(payload["PermissionSetArn"])
        if found is None:
            missing = payload["PermissionSetArn"].rpartition("/")[2]
            raise AwsError("ResourceNotFoundException", f"Could not find PermissionSet with id {missing}")
        return found

    def has(self, arn: str) -> bool:
        """Whether the instance has this permission set."""
        return arn in self._by_arn

    def create(self, payload: dict[str, Any]) -> dict[str, Any]:
        """CreatePermissionSet; a name that is taken raises ConflictException."""
        check_instance(payload)
        name = payload["Name"]
        if name in self._arn_by_name:
            raise AwsError("ConflictException", f"PermissionSet with name {name} already exists.")
        made = PermissionSet(
            arn=_new_arn(),
            name=name,
            description=payload.get("Description"),
            session_duration=payload.get("SessionDuration", "PT1H"),
            relay_state=payload.get("RelayState"),
            tags={tag["Key"]: tag["Value"] for tag in payload.get("Tags", [])},
        )
        self._by_arn[made.arn] = made
        self._arn_by_name[name] = made.arn
        return {"PermissionSet": _described(made)}

    def describe(self, payload: dict[str, Any]) -> dict[str, Any]:
        """DescribePermissionSet."""
        return {"PermissionSet": _described(self.find(payload))}

    def update(self, payload: dict[str, Any]) -> dict[str, Any]:
        """UpdatePermissionSet: what is not named stays. Accounts keep the old version until it is provisioned."""
        found = self.find(payload)
        found.description = payload.get("Description", found.description)
        found.session_duration = payload.get("SessionDuration", found.session_duration)
        found.relay_state = payload.get("RelayState", found.relay_state)
        found.revision += 1
        return {}

    def delete(self, payload: dict[str, Any]) -> dict[str, Any]:
        """DeletePermissionSet; one that is still assigned anywhere raises ConflictException."""
        found = self.find(payload)
        if self.in_use(found.arn):
            raise AwsError("ConflictException", f"PermissionSet {found.name} is still provisioned to accounts.")
        del self._by_arn[found.arn]
        del self._arn_by_name[found.name]
        return {}

    def list_arns(self, payload: dict[str, Any]) -> dict[str, Any]:
        """ListPermissionSets."""
        check_instance(payload)
        return page({arn: arn for arn in self._by_arn}, payload, "PermissionSets")


def _described(found: PermissionSet) -> dict[str, Any]:
    described = {
        "Name": found.name,
        "PermissionSetArn": found.arn,
        "Description": found.description,
        "CreatedDate": found.created,
        "SessionDuration": found.session_duration,
        "RelayState": found.relay_state,
    }
    return {name: value for name, value in described.items() if value is not None}


def _new_arn() -> str:
    alphabet = string.ascii_lowercase + string.digits
    suffix = "".join(secrets.choice(alphabet) for _ in range(16))
    return f"arn:aws:sso:::permissionSet/{INSTANCE_ID}/ps-{suffix}"
