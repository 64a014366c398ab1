"""One CloudTrail record in its EventBridge envelope, read without trusting that any member is there."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lambdas.core.break_glass.actors import Actor

# "... is not authorized to perform: iam:DeleteRole on resource: role BreakGlassAdmin because ...": IAM itself writes
# the kind and the name, every other service the ARN.
REFUSED = re.compile(r"on resource: (?:(?P<type>role|user|policy) )?(?P<name>\S+)")


@dataclass(frozen=True, slots=True)
class Record:
    """`event` is the whole EventBridge event, `detail` the CloudTrail record or what else a service put there."""

    event: Mapping[str, Any]
    detail: Mapping[str, Any]

    @property
    def source(self) -> str:
        """CloudTrail's eventSource, 'sts.amazonaws.com'."""
        return str(self.detail.get("eventSource") or "")

    @property
    def name(self) -> str:
        """The name of the call; of an event without CloudTrail, its detail-type."""
        return str(self.detail.get("eventName") or self.event.get("detail-type") or "")

    @property
    def actor(self) -> Actor:
        """Who acted."""
        return Actor(_mapping(self.detail.get("userIdentity")))

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The requestParameters; null in CloudTrail for many calls, and for refused ones."""
        return _mapping(self.detail.get("requestParameters"))

    @property
    def response(self) -> Mapping[str, Any]:
        """The responseElements; null in CloudTrail for most calls."""
        return _mapping(self.detail.get("responseElements"))

    @property
    def service_details(self) -> Mapping[str, Any]:
        """The serviceEventDetails, where a service event says what it is about."""
        return _mapping(self.detail.get("serviceEventDetails"))

    @property
    def additional(self) -> Mapping[str, Any]:
        """The additionalEventData, where a sign-in says how."""
        return _mapping(self.detail.get("additionalEventData"))

    @property
    def failed(self) -> bool:
        """Whether it was refused or failed. A sign-in has no errorCode then: its own name says Failure."""
        told = self.response.get(self.name) or self.service_details.get(self.name)
        return bool(self.detail.get("errorCode")) or told == "Failure"

    @property
    def account_id(self) -> str:
        """The account whose trail recorded it."""
        return str(self.detail.get("recipientAccountId") or self.event.get("account") or self.actor.account_id)

    @property
    def act_id(self) -> str:
        """One id for every record of one act: the shared one, else the record's own, else one made of what it says."""
        told = self.detail.get("sharedEventID") or self.detail.get("eventID") or self.event.get("id")
        return str(told) if told else self.digest(json.dumps(self.detail, sort_keys=True, default=str))

    def text(self, *path: str) -> str:
        """What stands at this path of the detail; empty when nothing or no text does."""
        found: Any = self.detail
        for key in path:
            found = _mapping(found).get(key)
        return found if isinstance(found, str) else ""

    def refused_resource(self, kind: str = "") -> str:
        """The resource a refusal names: a name of this kind, or an ARN. Empty when it names none."""
        found = REFUSED.search(self.text("errorMessage"))
        if found is None or (kind and found["type"] not in (None, kind)):
            return ""
        return found["name"]

    @staticmethod
    def digest(*parts: str) -> str:
        """A short stable id made of these."""
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def parse_record(event: Mapping[str, Any]) -> Record | None:
    """The record in the event; None when the event has no detail that could be one."""
    detail = event.get("detail")
    return Record(event, detail) if isinstance(detail, Mapping) else None


def _mapping(found: Any) -> Mapping[str, Any]:
    return found if isinstance(found, Mapping) else {}
