"""From an EventBridge event to the scope to look at. One table, one row per kind of event.

An event is only a hint that something may have changed: nothing it says beyond its scope is believed. The same row
makes the rule that lets the event through and reads it when it arrives, so the two cannot differ.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lambdas.core.errors import RejectError
from lambdas.core.rules import EventRule

WAKE_SOURCE = "gatehouse"
ACCOUNT_DUE = "AccountDue"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which accounts to look at; `everything` when an event names none but something changed."""

    accounts: frozenset[str] = frozenset()
    everything: bool = False

    def __or__(self, other: "Scope") -> "Scope":
        """Both scopes in one loop."""
        return Scope(self.accounts | other.accounts, self.everything or other.everything)


@dataclass(frozen=True, slots=True)
class Signal:
    """One event, read. `attempt` counts the wake-ups this scope has already had; `since` is when it first came up."""

    kind: str
    scope: Scope
    event_id: str
    since: str
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """One row: an event of one AWS service, what else must hold for it to count, and where its account id stands."""

    name: str
    description: str
    source: str
    event_source: str
    account_at: str
    only: Mapping[str, Any] = field(default_factory=dict)

    def rule(self) -> EventRule:
        """The rule that lets exactly this kind through.

        No detail-type: CloudTrail's differ by kind and are partly unconfirmed, while eventSource and eventName are not.
        """
        detail = {"eventSource": [self.event_source], "eventName": [self.name], **self.only}
        return EventRule(self.name, self.description, {"source": [self.source], "detail": detail})


CALL_SUCCEEDED: Mapping[str, Any] = {"errorCode": [{"exists": False}]}

KINDS = (
    Kind(
        "CreateAccountResult",
        "A new account is ready",
        "aws.organizations",
        "organizations.amazonaws.com",
        "serviceEventDetails.createAccountStatus.accountId",
        {"serviceEventDetails": {"createAccountStatus": {"state": ["SUCCEEDED"]}}},
    ),
    Kind(
        "MoveAccount",
        "An account has moved to another organizational unit",
        "aws.organizations",
        "organizations.amazonaws.com",
        "requestParameters.accountId",
        CALL_SUCCEEDED,
    ),
)


def event_rules() -> tuple[EventRule, ...]:
    """The rules of the default bus that feed the accounts lane."""
    return tuple(kind.rule() for kind in KINDS)


def parse_signal(event: Mapping[str, Any]) -> Signal:
    """Read one EventBridge event. Raises RejectError for one that is of no kind in the table."""
    if event.get("source") == WAKE_SOURCE and event.get("detail-type") == ACCOUNT_DUE:
        return _parse_wake(event)
    detail = event.get("detail")
    if not isinstance(detail, Mapping):
        raise RejectError("not an EventBridge event: it has no 'detail' object")
    for kind in KINDS:
        named = (detail.get("eventSource"), detail.get("eventName")) == (kind.event_source, kind.name)
        if named and _holds(kind.only, detail):
            return _parse_kind(kind, event, detail)
    raise RejectError(f"no kind of signal: {detail.get('eventSource')} {detail.get('eventName')}")


def _parse_kind(kind: Kind, event: Mapping[str, Any], detail: Mapping[str, Any]) -> Signal:
    account_id = _at(detail, kind.account_at)
    named = isinstance(account_id, str) and bool(account_id)
    scope = Scope(frozenset({str(account_id)})) if named else Scope(everything=True)
    # CloudTrail's eventID names the record; the envelope's id differs on each delivery.
    event_id = detail.get("eventID") or event.get("id") or ""
    return Signal(kind.name, scope, str(event_id), str(detail.get("eventTime") or event.get("time") or ""))


def make_wake(signal_id: str, scope: Scope, attempt: int, since: str) -> dict[str, Any]:
    """The event that brings a scope back later: read by `parse_signal` like any other."""
    return {
        "source": WAKE_SOURCE,
        "detail-type": ACCOUNT_DUE,
        "id": signal_id,
        "detail": {
            "accounts": sorted(scope.accounts),
            "everything": scope.everything,
            "attempt": attempt,
            "since": since,
        },
    }


def _parse_wake(event: Mapping[str, Any]) -> Signal:
    try:
        detail = event["detail"]
        scope = Scope(frozenset(detail["accounts"]), bool(detail["everything"]))
        return Signal(ACCOUNT_DUE, scope, str(event["id"]), str(detail["since"]), int(detail["attempt"]))
    except (KeyError, TypeError, ValueError) as error:
        raise RejectError(f"a wake-up that Gatehouse did not write: {error!r}") from error


def merge_scopes(signals: Iterable[Signal]) -> Scope:
    """One scope for one loop over all of them."""
    merged = Scope()
    for signal in signals:
        merged |= signal.scope
    return merged


def _holds(only: Any, found: Any) -> bool:
    """Whether a pattern of the table holds: nested objects, lists of values, and 'does not exist'."""
    if isinstance(only, Mapping):
        inner = found if isinstance(found, Mapping) else {}
        return all(_holds(wanted, inner.get(key)) for key, wanted in only.items())
    return found is None if only == [{"exists": False}] else found in only


def _at(detail: Mapping[str, Any], path: str) -> Any:
    found: Any = detail
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found
