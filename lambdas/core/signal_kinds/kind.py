"""One row of the table of signals, and the shapes that rows have in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lambdas.core.assignments import PrincipalType
from lambdas.core.rules import EventRule

SUCCEEDED = {"state": ["SUCCEEDED"]}


@dataclass(frozen=True, slots=True)
class Kind:
    """What must hold of an event, in EventBridge's own pattern language, and where it says what to look at.

    The `_at` are paths through the event, tried in order; '*' is every member or item. `accounts_at` leads to a
    12-digit id or an ARN that ends with one, `permission_sets_at` to an ARN, `granting_at` and `revoking_at` to the id
    of a request; an account and a permission set together are a place. A kind `about` groups or users names them
    anywhere in what was asked and answered.
    An event without any means everything, unless `named_only`. `tells_tags`: the tags of its accounts have changed.
    """

    name: str
    description: str
    pattern: Mapping[str, Any]
    accounts_at: tuple[str, ...] = ()
    permission_sets_at: tuple[str, ...] = ()
    granting_at: tuple[str, ...] = ()
    revoking_at: tuple[str, ...] = ()
    about: PrincipalType | None = None
    named_only: bool = False
    tells_tags: bool = False

    def rule(self) -> EventRule:
        """The rule that lets exactly this kind through."""
        return EventRule(self.name, self.description, self.pattern)


def call(service: str, *names: str, **only: Any) -> dict[str, Any]:
    """API calls that succeeded. No detail-type: CloudTrail's are partly unconfirmed, the two names are not."""
    detail = {"eventSource": [f"{service}.amazonaws.com"], "eventName": list(names), "errorCode": [{"exists": False}]}
    return {"source": [f"aws.{service}"], "detail": {**detail, **only}}


def service_event(service: str, *names: str, **details: Any) -> dict[str, Any]:
    """What a service did by itself, with what must hold of its `serviceEventDetails`."""
    detail: dict[str, Any] = {"eventSource": [f"{service}.amazonaws.com"], "eventName": list(names)}
    return {
        "source": [f"aws.{service}"],
        "detail": {**detail, "serviceEventDetails": details} if details else detail,
    }
