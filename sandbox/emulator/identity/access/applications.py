"""The application that turns account access manager on; there is none until somebody makes it."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.emulator.identity.center.instance import INSTANCE_ARN
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.later import Later
from sandbox.emulator.identity.wire.paging import page_lower
from sandbox.emulator.identity.wire.settings import Settings
from sandbox.home import HOME_REGION, MANAGEMENT_ACCOUNT_ID


@dataclass
class Application:
    """One application; dates are epoch seconds."""

    arn: str
    tags: dict[str, str]
    status: str = "CREATE_IN_PROGRESS"
    created: float = field(default_factory=time.time)
    updated: float = field(default_factory=time.time)

    def become(self, status: str) -> None:
        """Change its status."""
        self.status, self.updated = status, time.time()

    def summary(self) -> dict[str, Any]:
        """What the list of applications shows."""
        return {"applicationArn": self.arn, "createdAt": self.created, "updatedAt": self.updated}


class Applications:
    """The operations on applications and their tags. `on_delete` hears of each that is gone."""

    def __init__(self, settings: Settings, later: Later) -> None:
        self._settings = settings
        self._later = later
        self._by_arn: dict[str, Application] = {}
        self.on_delete: list[Callable[[str], None]] = []

    def operations(self) -> dict[str, Operation]:
        """The operations by the names AWS gives them."""
        return {
            "CreateApplication": self._create,
            "GetApplication": self._get,
            "DeleteApplication": self._delete,
            "ListApplications": self._list,
            "TagResource": self._tag,
            "UntagResource": self._untag,
            "ListTagsForResource": lambda payload: {"tags": self.find(payload["resourceArn"]).tags},
        }

    def find(self, arn: str) -> Application:
        """The application of this ARN, or ResourceNotFoundException."""
        found = self._by_arn.get(arn)
        if found is None:
            raise AwsError("ResourceNotFoundException", "The application does not exist.")
        return found

    def _create(self, payload: dict[str, Any]) -> dict[str, Any]:
        if payload["identitySource"].get("identityCenter", {}).get("instanceArn") != INSTANCE_ARN:
            raise AwsError("ValidationException", "The identity source is not the organization's instance.")
        if self._by_arn:
            raise AwsError("AlreadyCreatedException", "The application exists already.")
        arn = f"arn:aws:account-access:{HOME_REGION}:{MANAGEMENT_ACCOUNT_ID}:application/{uuid.uuid4()}"
        made = self._by_arn[arn] = Application(arn, dict(payload.get("tags", {})))
        self._later(self._settings.async_seconds, lambda: made.become("ACTIVE"))
        return {"applicationArn": arn}

    def _get(self, payload: dict[str, Any]) -> dict[str, Any]:
        found = self.find(payload["applicationArn"])
        source = {"identityCenter": {"instanceArn": INSTANCE_ARN}}
        shown = {name: value for name, value in found.summary().items() if name != "applicationArn"}
        return {"identitySource": source, "status": found.status, "tags": found.tags, **shown}

    def _delete(self, payload: dict[str, Any]) -> dict[str, Any]:
        """AWS documents no order: here an application takes its entitlements with it."""
        found = self.find(payload["applicationArn"])
        if found.status != "DELETE_IN_PROGRESS":
            found.become("DELETE_IN_PROGRESS")
            self._later(self._settings.async_seconds, lambda: self._forget(found.arn))
        return {}

    def _forget(self, arn: str) -> None:
        del self._by_arn[arn]
        for hear in self.on_delete:
            hear(arn)

    def _list(self, payload: dict[str, Any]) -> dict[str, Any]:
        return page_lower({arn: found.summary() for arn, found in self._by_arn.items()}, payload, "applications")

    def _tag(self, payload: dict[str, Any]) -> dict[str, Any]:
        self.find(payload["resourceArn"]).tags.update(payload["tags"])
        return {}

    def _untag(self, payload: dict[str, Any]) -> dict[str, Any]:
        tags = self.find(payload["resourceArn"]).tags
        for key in payload["tagKeys"]:
            tags.pop(key, None)
        return {}
