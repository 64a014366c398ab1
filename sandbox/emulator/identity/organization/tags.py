"""Tags of accounts, OUs, the root and policies; a change of an account's tags is an event of its own."""

from collections import Counter
from typing import Any

from sandbox.emulator.identity.organization import events, records
from sandbox.emulator.identity.organization.records import ministack_operation
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.paging import page


class Tags:
    """TagResource, UntagResource and ListTagsForResource."""

    def __init__(self) -> None:
        self._versions: Counter[str] = Counter()

    def operations(self) -> dict[str, Operation]:
        """The operations by the names AWS gives them."""
        return {"TagResource": self._tag, "UntagResource": self._untag, "ListTagsForResource": _list}

    def _tag(self, payload: dict[str, Any]) -> dict[str, Any]:
        ministack_operation("TagResource")(payload)
        self._announce(payload["ResourceId"], [tag["Key"] for tag in payload["Tags"]])
        return {}

    def _untag(self, payload: dict[str, Any]) -> dict[str, Any]:
        ministack_operation("UntagResource")(payload)
        self._announce(payload["ResourceId"], payload["TagKeys"])
        return {}

    def _announce(self, resource_id: str, changed: list[str]) -> None:
        account = records.accounts().get(resource_id)
        if account is not None:
            self._versions[resource_id] += 1
            events.account_tagged(account["Arn"], changed, records.tags_of(resource_id), self._versions[resource_id])


def _list(payload: dict[str, Any]) -> dict[str, Any]:
    tags = ministack_operation("ListTagsForResource")(payload)["Tags"]
    return page({tag["Key"]: tag for tag in tags}, payload, "Tags", most=50)
