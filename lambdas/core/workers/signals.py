"""What comes to the workers lane: HR's events, what the directory tells, and wake-ups of Gatehouse's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lambdas.core.errors import RejectError
from lambdas.core.rules import EventRule
from lambdas.core.workers.directory import DirectorySignal, find_directory_signal
from lambdas.core.workers.events import EVENT_TYPES, WorkerEvent, parse_worker_event

WORKER_SOURCE = "gatehouse.hr"
WAKE_SOURCE = "gatehouse"
WORKER_DUE = "WorkerDue"
RELEASE_DUE = "QuarantineReleaseDue"
DIRECTORY_DUE = "DirectoryUserDue"
WAITING_DUE = "WaitingDue"


@dataclass(frozen=True, slots=True)
class WorkerSignal:
    """An event from HR on its way: `attempt` counts the wake-ups it has had, `since` when work on it began.

    `approved` is the hold a person has released it from: the guard on leavers lets it through.
    """

    event: WorkerEvent
    since: str = ""
    attempt: int = 0
    approved: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseSignal:
    """A leaver's id need not stand in the quarantine any longer: the longest session has ended, or a person says so."""

    user_id: str
    event_id: str
    asked_by: str = ""


@dataclass(frozen=True, slots=True)
class WaitingSignal:
    """It is time to look at what waits: by the clock, every hour."""

    event_id: str


Signal = WorkerSignal | ReleaseSignal | DirectorySignal | WaitingSignal


def event_rules() -> tuple[EventRule, ...]:
    """The rule of Gatehouse's own bus that feeds the workers lane: from the webhook or from any other producer."""
    pattern = {"source": [WORKER_SOURCE], "detail-type": list(EVENT_TYPES)}
    return (EventRule("WorkerEvents", "HR says something about a worker", pattern),)


def parse_worker_signal(event: Mapping[str, Any]) -> Signal:
    """Read what comes to the workers lane, from a bus or as a wake-up. Raises RejectError for anything else."""
    detail = event.get("detail")
    if not isinstance(detail, Mapping):
        raise RejectError("not an EventBridge event: it has no 'detail' object")
    if event.get("source") == WAKE_SOURCE:
        return _parse_wake(event.get("detail-type"), detail)
    if event.get("source") == WORKER_SOURCE:
        return WorkerSignal(parse_worker_event(str(detail.get("id") or event.get("id") or ""), detail))
    if (found := find_directory_signal(event)) is not None:
        return found
    raise RejectError(f"no worker event: source {event.get('source')!r}")


def _parse_wake(detail_type: object, detail: Mapping[str, Any]) -> Signal:
    try:
        if detail_type == RELEASE_DUE:
            return ReleaseSignal(str(detail["user_id"]), str(detail["event_id"]), str(detail.get("asked_by", "")))
        if detail_type == WAITING_DUE:
            return WaitingSignal(str(detail["event_id"]))
        on_its_way = str(detail["since"]), int(detail["attempt"]), str(detail.get("approved", ""))
        if detail_type == DIRECTORY_DUE:
            return DirectorySignal(str(detail["user_id"]), str(detail["event_id"]), str(detail["at"]), *on_its_way)
        return WorkerSignal(parse_worker_event(str(detail["event"]["id"]), detail["event"]), *on_its_way)
    except (KeyError, TypeError, ValueError) as error:
        raise RejectError(f"a wake-up that Gatehouse did not write: {error!r}") from error


def make_wake(signal: WorkerSignal | DirectorySignal) -> dict[str, Any]:
    """The event that brings a signal back later: read by `parse_worker_signal` like any other."""
    on_its_way = {"since": signal.since, "attempt": signal.attempt, "approved": signal.approved}
    if isinstance(signal, DirectorySignal):
        told = {"user_id": signal.user_id, "event_id": signal.event_id, "at": signal.at}
        return _make(DIRECTORY_DUE, signal.event_id, {**told, **on_its_way})
    return _make(WORKER_DUE, signal.event.id, {"event": signal.event.model_dump(mode="json"), **on_its_way})


def make_release(signal: ReleaseSignal) -> dict[str, Any]:
    """The event that releases a leaver's id when its time has come."""
    detail = {"user_id": signal.user_id, "event_id": signal.event_id, "asked_by": signal.asked_by}
    return _make(RELEASE_DUE, signal.event_id, detail)


def make_look(event_id: str) -> dict[str, Any]:
    """The event that has somebody look at what waits."""
    return _make(WAITING_DUE, event_id, {"event_id": event_id})


def signal_id(signal: Signal) -> str:
    """The id of the event a signal goes back to."""
    return signal.event.id if isinstance(signal, WorkerSignal) else signal.event_id


def _make(detail_type: str, event_id: str, detail: Mapping[str, Any]) -> dict[str, Any]:
    return {"source": WAKE_SOURCE, "detail-type": detail_type, "id": event_id, "detail": dict(detail)}
