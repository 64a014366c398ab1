"""Time, and the ways out: lanes, the bus and the topic, wake-ups, dead letters."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol


class Clock(Protocol):
    """Time, so that no flow reads it behind a test's back."""

    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class Lanes(Protocol):
    """The queues of the lanes, for what goes on at once."""

    def send(self, lane: str, event: Mapping[str, Any]) -> None:
        """Put the event at the end of the lane."""
        ...


class Notifier(Protocol):
    """The way out: the bus for machines, the topic for people."""

    def publish(self, detail_type: str, detail: Mapping[str, Any]) -> None:
        """Put one event of Gatehouse's own on its bus ('AccessGranted', 'WorkerOffboarded', ...)."""
        ...

    def alert(self, subject: str, message: str) -> None:
        """Send people a message on the topic. `subject` at most 100 ASCII characters are kept."""
        ...


class Schedules(Protocol):
    """One-time wake-ups (EventBridge Scheduler, to the minute)."""

    def wake(self, lane: str, name: str, at: datetime, event: Mapping[str, Any]) -> None:
        """Send `event` to the lane's queue at that time. The same name twice is one wake-up."""
        ...


class DeadLetters(Protocol):
    """The dead-letter queue of a lane: where a message goes that nobody could read, in front of a person."""

    def park(self, body: str, problem: str) -> None:
        """Put the message there as it came, with what is wrong with it."""
        ...
