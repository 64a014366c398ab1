"""What HR says of a worker: the events Gatehouse understands, and the rule that brings them to the workers lane."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from lambdas.core.errors import RejectError
from lambdas.core.rules import EventRule


class EventType(StrEnum):
    """What HR can say."""

    JOINED = "worker.joined"
    CHANGED = "worker.changed"
    LEFT = "worker.left"
    RESCINDED = "worker.rescinded"


EVENT_TYPES = tuple(str(kind) for kind in EventType)
# The lane acts on these; the others are on the bus for whoever wants them.
HANDLED_TYPES = (str(EventType.LEFT),)
WORKER_SOURCE = "gatehouse.hr"
WAKE_SOURCE = "gatehouse"
WORKER_DUE = "WorkerDue"
RELEASE_DUE = "QuarantineReleaseDue"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class WorkerFacts(_Model):
    """What HR says of the worker. `effective_at` may be a bare date: that day in `time_zone` (IANA, or UTC)."""

    time_zone: str = Field(default="", max_length=64)
    email: str = Field(min_length=3, max_length=320, pattern=r"^[^@\s]+@[^@\s]+$")
    effective_at: AwareDatetime
    worker_id: str = Field(default="", max_length=128)
    attributes: dict[str, str | list[str]] = Field(default={}, max_length=64)
    reason: str = Field(default="", max_length=500)

    @field_validator("time_zone")
    @classmethod
    def _known(cls, value: str) -> str:
        _zone(value)
        return value

    @field_validator("effective_at", mode="before")
    @classmethod
    def _from_date(cls, value: object, info: ValidationInfo) -> object:
        """The end of that day: a worker who leaves works on the last day."""
        day = _parse_date(value)
        if day is None:
            return value
        try:
            return datetime.combine(day + timedelta(days=1), time(), _zone(info.data.get("time_zone", "")))
        except OverflowError as error:
            raise ValueError("beyond the calendar") from error

    @field_validator("effective_at")
    @classmethod
    def _in_utc(cls, value: datetime) -> datetime:
        try:
            return value.astimezone(UTC)
        except OverflowError as error:
            raise ValueError("beyond the calendar") from error


class WorkerEvent(_Model):
    """One event from HR: `id` is the sender's, the same on every retry."""

    id: str = Field(min_length=1, max_length=256)
    type: EventType
    timestamp: AwareDatetime
    data: WorkerFacts

    @model_validator(mode="before")
    @classmethod
    def _effective_when_said(cls, document: Any) -> Any:
        """Only a leaver needs a time; what else happens is true from when it is said."""
        facts = document.get("data") if isinstance(document, Mapping) else None
        if not isinstance(facts, Mapping) or document.get("type") == EventType.LEFT or facts.get("effective_at"):
            return document
        return {**document, "data": {**facts, "effective_at": document.get("timestamp")}}


def _parse_date(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-05-04") else None
    except ValueError:
        return None


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name) if name else UTC
    except (ValueError, LookupError, OSError) as error:
        raise ValueError("expected an IANA time zone such as Europe/Berlin") from error


@dataclass(frozen=True, slots=True)
class WorkerSignal:
    """An event from HR on its way: `attempt` counts the wake-ups it has had, `since` when work on it began."""

    event: WorkerEvent
    since: str = ""
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class ReleaseSignal:
    """The longest session of a leaver has ended: the id need not stand in the quarantine any longer."""

    user_id: str
    event_id: str


def parse_worker_event(event_id: str, document: object) -> WorkerEvent:
    """Read the body of a webhook: {type, timestamp, data: {email, effective_at, worker_id?, reason?}}.

    Raises RejectError that names every field that is wrong and what was expected.
    """
    if not isinstance(document, Mapping):
        raise RejectError('expected a JSON object {"type": ..., "timestamp": ..., "data": {...}}')
    if document.get("type") not in EVENT_TYPES:
        raise RejectError(f"unknown event type {document.get('type')!r}; expected one of {', '.join(EVENT_TYPES)}")
    try:
        return WorkerEvent.model_validate({**document, "id": event_id})
    except ValidationError as error:
        raise RejectError("; ".join(_problem(found) for found in error.errors())) from error


def _problem(found: Mapping[str, Any]) -> str:
    where = ".".join(str(part) for part in found["loc"])
    return f"{where}: {found['msg']}"


def event_rules() -> tuple[EventRule, ...]:
    """The rule of Gatehouse's own bus that feeds the workers lane: from the webhook or from any other producer."""
    pattern = {"source": [WORKER_SOURCE], "detail-type": list(HANDLED_TYPES)}
    return (EventRule("WorkerEvents", "HR says something about a worker", pattern),)


def parse_worker_signal(event: Mapping[str, Any]) -> WorkerSignal | ReleaseSignal:
    """Read what comes to the workers lane, from the bus or as a wake-up. Raises RejectError for anything else."""
    detail = event.get("detail")
    if not isinstance(detail, Mapping):
        raise RejectError("not an EventBridge event: it has no 'detail' object")
    if event.get("source") == WAKE_SOURCE:
        return _parse_wake(event.get("detail-type"), detail)
    if event.get("source") != WORKER_SOURCE:
        raise RejectError(f"no worker event: source {event.get('source')!r}")
    return WorkerSignal(parse_worker_event(str(detail.get("id") or event.get("id") or ""), detail))


def _parse_wake(detail_type: object, detail: Mapping[str, Any]) -> WorkerSignal | ReleaseSignal:
    try:
        if detail_type == RELEASE_DUE:
            return ReleaseSignal(str(detail["user_id"]), str(detail["event_id"]))
        event = parse_worker_event(str(detail["event"]["id"]), detail["event"])
        return WorkerSignal(event, str(detail["since"]), int(detail["attempt"]))
    except (KeyError, TypeError, ValueError) as error:
        raise RejectError(f"a wake-up that Gatehouse did not write: {error!r}") from error


def make_wake(signal: WorkerSignal) -> dict[str, Any]:
    """The event that brings a worker's event back later: read by `parse_worker_signal` like any other."""
    detail = {"event": signal.event.model_dump(mode="json"), "since": signal.since, "attempt": signal.attempt}
    return {"source": WAKE_SOURCE, "detail-type": WORKER_DUE, "id": signal.event.id, "detail": detail}


def signal_id(signal: WorkerSignal | ReleaseSignal) -> str:
    """The id of the event a signal goes back to."""
    return signal.event_id if isinstance(signal, ReleaseSignal) else signal.event.id


def make_release(signal: ReleaseSignal) -> dict[str, Any]:
    """The event that releases a leaver's id when its time has come."""
    detail = {"user_id": signal.user_id, "event_id": signal.event_id}
    return {"source": WAKE_SOURCE, "detail-type": RELEASE_DUE, "id": signal.event_id, "detail": detail}
