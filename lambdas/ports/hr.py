"""The door for HR systems, and what is behind it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from lambdas.core.hr.connections import Connection
from lambdas.core.workers import WorkerEvent


class Hr(Protocol):
    """The HR systems whose webhooks say no more than who has changed."""

    def find_employee(self, source: str, employee_id: str) -> dict[str, Any] | None:
        """The employee's record as the HR system has it now; None when it says there is no such employee."""
        ...


class Door(Protocol):
    """What the webhook needs, and no more."""

    @property
    def hr(self) -> Hr: ...  # noqa: D102 - the types say it

    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        ...

    def find_connection(self, source: str) -> Connection | None:
        """How this HR system is connected; None when it is not."""
        ...

    def publish(self, event: WorkerEvent) -> None:
        """Put the event on the bus."""
        ...

    def once(self, message_id: str, content: Any, act: Callable[[], None]) -> None:
        """Act, unless the message was handled before. Raises ReusedIdError for a known id with another content."""
        ...

    def alert(self, subject: str, message: str) -> None:
        """Send people a message."""
        ...

    def keep_token(self, source: str, token: str, at: datetime) -> str:
        """Keep a token for a day where only a person with rights to the state finds it; answers where that is."""
        ...
