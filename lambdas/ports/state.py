"""The state table: what happened, what is remembered, what waits for a person."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from lambdas.ports.values import WorkerWrite


class Ledger(Protocol):
    """The state table: what happened, kept. Every record is a JSON document."""

    def record(self, scope: str, event_id: str, outcome: Mapping[str, Any], at: datetime) -> None:
        """Keep the outcome of one signal for one scope ('account#111122223333', 'worker#e-17')."""
        ...

    def list_records(self, scope: str) -> tuple[dict[str, Any], ...]:
        """The outcomes of one scope, oldest first."""
        ...

    def save_certificate(self, user_id: str, certificate: Mapping[str, Any], at: datetime) -> None:
        """Keep the certificate of one offboarding."""
        ...

    def find_certificate(self, user_id: str) -> dict[str, Any] | None:
        """The newest certificate of this user."""
        ...

    def find_documents(self, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The documents that stand at these places, in one reading; a place with nothing is left out."""
        ...

    def save_worker(self, write: WorkerWrite, at: datetime) -> None:
        """Keep what a step on a worker leaves, in one writing."""
        ...

    def list_waiting(self) -> tuple[dict[str, Any], ...]:
        """What waits for its time, the earliest first: see `core.workers.waiting`."""
        ...

    def list_incidents(self) -> tuple[dict[str, Any], ...]:
        """Of every incident what `core.incidents.summarize` keeps, oldest first."""
        ...

    def find_incident(self, incident_id: str) -> dict[str, Any] | None:
        """One incident, whole: see `core.incidents`."""
        ...

    def save_incident(self, incident: Mapping[str, Any], instead_of: Mapping[str, Any] | None) -> bool:
        """Keep it if exactly `instead_of`, or nothing where that is None, stands there; whether it was kept."""
        ...


class Memory(Protocol):
    """What is remembered between loops (state table), as documents under a key: see `core.memory`."""

    def recall(self, kind: str) -> dict[str, dict[str, Any]]:
        """Key -> document of all of this kind ('holder', 'permission set', 'account')."""
        ...

    def recall_one(self, kind: str, key: str) -> dict[str, Any] | None:
        """One document."""
        ...

    def remember(self, kind: str, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep each under its key, in the place of what was there."""
        ...

    def forget(self, kind: str, keys: Iterable[str]) -> None:
        """Drop these; one that is not there is done."""
        ...


class HeldPlans(Protocol):
    """What waits for a person (state table): plans and leavers, as documents: see `core.held`, `core.workers.guard`."""

    def list_held(self) -> tuple[dict[str, Any], ...]:
        """All of them, whatever became of them, oldest first."""
        ...

    def find_held(self, held_id: str) -> dict[str, Any] | None:
        """One of them."""
        ...

    def save_held(self, held_id: str, document: Mapping[str, Any]) -> None:
        """Keep it, in the place of what was there."""
        ...

    def add_event(self, held_id: str, event: Mapping[str, Any]) -> None:
        """Put one more event into this hold; the same event again changes nothing."""
        ...

    def list_events(self, held_id: str) -> tuple[dict[str, Any], ...]:
        """The events in this hold, any number of them."""
        ...
