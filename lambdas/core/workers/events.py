"""What HR says of a worker: the four events Gatehouse understands, read and checked."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from lambdas.core.errors import RejectError
from lambdas.core.workers.times import find_zone, in_utc, parse_day


class EventType(StrEnum):
    """What HR can say."""

    JOINED = "worker.joined"
    CHANGED = "worker.changed"
    LEFT = "worker.left"
    RESCINDED = "worker.rescinded"


EVENT_TYPES = tuple(str(kind) for kind in EventType)
MOST_ATTRIBUTES = 64

AttributeName = Annotated[str, StringConstraints(min_length=1, max_length=128)]
AttributeValue = Annotated[str, StringConstraints(max_length=512)]
Attributes = dict[AttributeName, AttributeValue | list[AttributeValue]]


class StrictShape(BaseModel):
    """Frozen; what an HR system sends beside the fields we know is ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class WorkerFacts(StrictShape):
    """Who, from when, and what is true of the worker then. Attributes HR does not send are not changed."""

    email: str = Field(min_length=3, max_length=320, pattern=r"^[^@\s]+@[^@\s]+$")
    worker_id: str = Field(default="", max_length=128)
    time_zone: str = Field(default="", max_length=64)
    effective_at: AwareDatetime
    attributes: Attributes = Field(default={}, max_length=MOST_ATTRIBUTES)
    reason: str = Field(default="", max_length=500)

    @field_validator("effective_at")
    @classmethod
    def _in_utc(cls, value: datetime) -> datetime:
        return in_utc(value)

    @field_validator("time_zone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        if find_zone(value) is None:
            raise ValueError(f"no such time zone {value!r}; expected an IANA name such as Europe/Berlin")
        return value


class WorkerEvent(StrictShape):
    """One event from HR: `id` is the sender's, the same on every retry; `timestamp` is when HR said it."""

    id: str = Field(min_length=1, max_length=256)
    type: EventType
    timestamp: AwareDatetime
    data: WorkerFacts

    @field_validator("timestamp")
    @classmethod
    def _in_utc(cls, value: datetime) -> datetime:
        return in_utc(value)

    @property
    def version(self) -> tuple[datetime, datetime, str]:
        """Which of two events is newer: what holds from later on, else what was said later."""
        return self.data.effective_at, self.timestamp, self.id


def parse_worker_event(event_id: str, document: object) -> WorkerEvent:
    """Read {type, timestamp, data: {email, effective_at?, worker_id?, time_zone?, attributes?, reason?}}.

    `effective_at` is required for worker.left; a bare date is that day in `time_zone`, for a leaver its end.
    Raises RejectError that names every field that is wrong and what was expected.
    """
    if not isinstance(document, Mapping):
        raise RejectError('expected a JSON object {"type": ..., "timestamp": ..., "data": {...}}')
    if document.get("type") not in EVENT_TYPES:
        raise RejectError(f"unknown event type {document.get('type')!r}; expected one of {', '.join(EVENT_TYPES)}")
    try:
        return WorkerEvent.model_validate({**_with_effective_time(document), "id": event_id})
    except ValidationError as error:
        raise RejectError("; ".join(_problem(found) for found in error.errors())) from error


def _with_effective_time(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same document, its day or its missing time made a moment; what cannot be read stays for the model to say."""
    facts = document.get("data")
    if not isinstance(facts, Mapping):
        return document
    told, leaves = facts.get("effective_at"), document["type"] == EventType.LEFT
    if told is None and not leaves:
        return {**document, "data": {**facts, "effective_at": document.get("timestamp")}}
    moment = parse_day(str(told), str(facts.get("time_zone") or ""), end=leaves)
    return {**document, "data": {**facts, "effective_at": moment or told}}


def _problem(found: Mapping[str, Any]) -> str:
    where = ".".join(str(part) for part in found["loc"])
    return f"{where}: {found['msg']}"
