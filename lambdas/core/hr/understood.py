"""What an adapter is given, and what it can make of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lambdas.core.workers import EventType, WorkerEvent


@dataclass(frozen=True, slots=True)
class Message:
    """A body whose origin is proven. `id` is the same when it is sent again; `received_at` is aware, in UTC."""

    id: str
    body: bytes
    content_type: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """An employee has changed: who it is and how, stands in the HR system.

    `means` is what the notice alone says for sure; None asks the employee's record. `ending_changed`: what changed has
    to do with the end of the employment, so an active record means that an end was withdrawn. `found` is what the
    notice itself says of the employee.
    """

    employee_id: str
    means: EventType | None = None
    ending_changed: bool = False
    found: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """Complete events: nothing has to be asked."""

    events: tuple[WorkerEvent, ...]


@dataclass(frozen=True, slots=True)
class Thin:
    """Employees to fetch. `company` is the sender's own id, where the body names it."""

    notices: tuple[Notice, ...]
    company: str = ""


@dataclass(frozen=True, slots=True)
class Nothing:
    """The message is genuine and does not concern anybody's access."""

    because: str


@dataclass(frozen=True, slots=True)
class Handshake:
    """The sender asks to be verified: a person gives the token back to it, and it signs with the token from then on."""

    token: str = field(repr=False)


Understood = Told | Thin | Nothing | Handshake
