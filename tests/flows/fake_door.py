"""A door in memory: connections, HR systems that answer, fail or are slow, and all that went out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from lambdas.core.errors import GatehouseError
from lambdas.core.hr.connections import Connection
from lambdas.core.webhooks import ReusedIdError
from lambdas.core.workers import WorkerEvent

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@dataclass
class FakeHr:
    """`employees` by source and id; what is a GatehouseError is raised. Each answer takes `takes` of `door`'s time."""

    employees: dict[tuple[str, str], dict[str, Any] | GatehouseError] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    takes: timedelta = timedelta()

    def find_employee(self, source: str, employee_id: str) -> dict[str, Any] | None:
        self.asked.append((source, employee_id))
        found = self.employees.get((source, employee_id))
        if isinstance(found, GatehouseError):
            raise found
        return found


@dataclass
class FakeDoor:
    """What was published, alerted and kept is what had an effect."""

    connections: dict[str, Connection] = field(default_factory=dict)
    hr: FakeHr = field(default_factory=FakeHr)
    published: list[WorkerEvent] = field(default_factory=list)
    alerts: list[tuple[str, str]] = field(default_factory=list)
    tokens: list[tuple[str, str]] = field(default_factory=list)
    faults: list[GatehouseError] = field(default_factory=list)
    _known: dict[str, Any] = field(default_factory=dict)
    _done: set[str] = field(default_factory=set)

    def now(self) -> datetime:
        return NOW + self.hr.takes * len(self.hr.asked)

    def find_connection(self, source: str) -> Connection | None:
        return self.connections.get(source)

    def publish(self, event: WorkerEvent) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.published.append(event)

    def once(self, message_id: str, content: Any, act: Callable[[], None]) -> None:
        if self._known.setdefault(message_id, content) != content:
            raise ReusedIdError(f"the id {message_id!r} was used for another event")
        if message_id in self._done:
            return
        try:
            act()
        except GatehouseError:
            del self._known[message_id]
            raise
        self._done.add(message_id)

    def alert(self, subject: str, message: str) -> None:
        self.alerts.append((subject, message))

    def keep_token(self, source: str, token: str, at: datetime) -> str:
        self.tokens.append((source, token))
        return f"the drawer of {source}"

    def effects(self) -> int:
        return len(self.published) + len(self.alerts) + len(self.tokens)
