"""From an EventBridge event to the scope to look at.

An event is only a hint that something may have changed: nothing it says beyond its scope is believed. What counts as
one stands in the table of `signal_kinds`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lambdas.core.errors import RejectError
from lambdas.core.patterns import holds
from lambdas.core.rules import EventRule
from lambdas.core.signal_kinds import KINDS

WAKE_SOURCE = "gatehouse"
ACCOUNT_DUE = "AccountDue"
ACCOUNT_ID = re.compile(r"(?:^|/)(\d{12})$")


@dataclass(frozen=True, slots=True)
class Scope:
    """Which accounts to look at; `everything` when an event names none but something changed."""

    accounts: frozenset[str] = frozenset()
    everything: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything to look at."""
        return self.everything or bool(self.accounts)

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
    kind = next((kind for kind in KINDS if holds(kind.pattern, event)), None)
    if kind is None:
        raise RejectError(f"no kind of signal: {detail.get('eventSource')} {detail.get('eventName')}")
    ids = _account_ids(event, kind.accounts_at)
    # CloudTrail's eventID names the record; the envelope's id differs on each delivery.
    event_id = detail.get("eventID") or event.get("id") or ""
    since = detail.get("eventTime") or event.get("time") or ""
    scope = Scope(ids, everything=not ids and not kind.accounts_only)
    return Signal(kind.name, scope, str(event_id), str(since))


def _account_ids(event: Mapping[str, Any], paths: Iterable[str]) -> frozenset[str]:
    """The ids under the first path that has any."""
    for path in paths:
        found = (ACCOUNT_ID.search(value) for value in _values(event, path.split(".")) if isinstance(value, str))
        ids = frozenset(match[1] for match in found if match)
        if ids:
            return ids
    return frozenset()


def _values(found: Any, path: Sequence[str]) -> Iterator[Any]:
    if not path:
        yield found
        return
    step, rest = path[0], path[1:]
    if step == "*":
        inner = found.values() if isinstance(found, Mapping) else found if isinstance(found, list) else ()
        for item in inner:
            yield from _values(item, rest)
    elif isinstance(found, Mapping) and step in found:
        yield from _values(found[step], rest)


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
