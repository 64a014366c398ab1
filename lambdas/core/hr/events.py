"""A notice and the employee's record become events: what the notice says for sure, and what the record says now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lambdas.core.hr.mapping import EmployeeMapping, find, find_attributes, find_text
from lambdas.core.hr.understood import Notice
from lambdas.core.workers import EventType, WorkerEvent, parse_worker_event


@dataclass(frozen=True, slots=True)
class Reading:
    """One record as it was read for one message. `time_zone` is where bare dates end, unless the record says."""

    message_id: str
    record: Mapping[str, Any]
    mapping: EmployeeMapping
    read_at: datetime
    time_zone: str = ""


def make_events(notice: Notice, reading: Reading) -> tuple[WorkerEvent, ...]:
    """The events of one employee. Raises RejectError that names what the record lacks, such as an e-mail address.

    | the notice means   | the record says            | events                       |
    | not left           | active, no address         | none: there is no user yet   |
    | left               | anything                   | left, at the record's end    |
    | anything else      | has left                   | left, at the record's end    |
    | anything else      | active, an end ahead       | as it means or changed, left |
    | joined, rescinded  | active                     | as it means                  |
    | an end changed     | active                     | rescinded, joined            |
    | anything else      | active                     | changed                      |

    "rescinded, joined" is an end that was withdrawn, or somebody who came back: the record does not tell which.
    """
    gone = notice.means is EventType.LEFT or _has_left(reading)
    if not gone and not find_text(reading.mapping.email, reading.record):
        return ()
    left = _event(EventType.LEFT, notice, reading)
    if gone:
        return (left,)
    if _ends_ahead(left, reading):
        return (_event(notice.means or EventType.CHANGED, notice, reading), left)
    return tuple(_event(kind, notice, reading) for kind in _kinds(notice))


def _kinds(notice: Notice) -> tuple[EventType, ...]:
    if notice.means is not None:
        return (notice.means,)
    return (EventType.RESCINDED, EventType.JOINED) if notice.ending_changed else (EventType.CHANGED,)


def _has_left(reading: Reading) -> bool:
    return find(reading.mapping.left, reading.record) is True


def _ends_ahead(left: WorkerEvent, reading: Reading) -> bool:
    return bool(_end(reading)) and left.data.effective_at > reading.read_at


def _end(reading: Reading) -> str:
    return find_text(reading.mapping.effective_at, reading.record)


def _event(kind: EventType, notice: Notice, reading: Reading) -> WorkerEvent:
    """Without a time of the record's own, its facts are those of the moment they were read."""
    at = find_text(reading.mapping.timestamp, reading.record) or reading.read_at.isoformat()
    end = _end(reading)
    facts = {
        "email": find_text(reading.mapping.email, reading.record),
        "worker_id": notice.employee_id or find_text(reading.mapping.worker_id, reading.record),
        "effective_at": end if end and kind is EventType.LEFT else at,
        "time_zone": find_text(reading.mapping.time_zone, reading.record) or reading.time_zone,
        "attributes": find_attributes(reading.mapping, reading.record),
        "reason": find_text(reading.mapping.reason, reading.record),
    }
    event_id = f"{reading.message_id}:{notice.employee_id}:{kind.removeprefix('worker.')}"
    return parse_worker_event(event_id, {"type": kind, "timestamp": at, "data": facts})
