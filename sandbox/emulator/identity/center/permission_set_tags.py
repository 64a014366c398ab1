"""Tags of permission sets."""

from typing import Any

from sandbox.emulator.identity.center.permission_sets import PermissionSet, PermissionSets
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.paging import page


class PermissionSetTags:
    """TagResource, UntagResource and ListTagsForResource, on permission sets only."""

    def __init__(self, permission_sets: PermissionSets) -> None:
        self._permission_sets = permission_sets

    def operations(self) -> dict[str, Operation]:
        """The operations by the names AWS gives them."""
        return {"TagResource": self._tag, "UntagResource": self._untag, "ListTagsForResource": self._list}

    def _tag(self, payload: dict[str, Any]) -> dict[str, Any]:
        self._find(payload).tags.update({tag["Key"]: tag["Value"] for tag in payload["Tags"]})
        return {}

    def _untag(self, payload: dict[str, Any]) -> dict[str, Any]:
        tags = self._find(payload).tags
        for key in payload["TagKeys"]:
            tags.pop(key, None)
        return {}

    def _list(self, payload: dict[str, Any]) -> dict[str, Any]:
        tags = {key: {"Key": key, "Value": value} for key, value in self._find(payload).tags.items()}
        return page(tags, payload, "Tags")

    def _find(self, payload: dict[str, Any]) -> PermissionSet:
        return self._permission_sets.find({**payload, "PermissionSetArn": payload["ResourceArn"]})
