"""What Gatehouse knows of one worker: who it is, what HR has said, and what was done about it."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import AwareDatetime, Field

from lambdas.core.workers.events import EventType, StrictShape, WorkerEvent


class Offboarding(StrictShape):
    """The newest offboarding, from `at` on. `certificate` is what is known so far, `done` when that is complete."""

    event_id: str
    user_id: str
    at: AwareDatetime
    done: bool = False
    by_directory: bool = False
    certificate: dict[str, Any] = Field(default={})


class Worker(StrictShape):
    """One worker. `key` is HR's id, or the e-mail address as long as no id is known.

    `overlaps` are the groups of an earlier role, each with the time its membership ends.
    """

    key: str
    worker_id: str = ""
    email: str
    user_id: str = ""
    statements: tuple[WorkerEvent, ...] = ()
    offboarding: Offboarding | None = None
    overlaps: dict[str, AwareDatetime] = Field(default={})

    def to_document(self) -> dict[str, Any]:
        """As the state table keeps it."""
        return self.model_dump(mode="json")


# Where the state table keeps the applications of the account access manager, as they were when last asked for.
APPLICATIONS_KEY = "account-access"


# The partitions of the state table a worker is found under: by HR's id or the e-mail address, and by the user's id.
def worker_key(key: str) -> str:
    """Where the record of this key stands, or a pointer to it: an e-mail address that is not the key."""
    return f"known-worker#{key.casefold()}"


def user_key(user_id: str) -> str:
    """Where the pointer from a user of the directory stands."""
    return f"known-user#{user_id}"


def keys_of(event: WorkerEvent) -> tuple[str, ...]:
    """Where to look for the worker an event is about, the surest first."""
    told = (event.data.worker_id, event.data.email)
    return tuple(dict.fromkeys(worker_key(key) for key in told if key))


def make_worker(event: WorkerEvent) -> Worker:
    """A worker nothing was known of before."""
    facts = event.data
    return Worker(key=facts.worker_id or facts.email.casefold(), worker_id=facts.worker_id, email=facts.email)


def join_records(by_id: Worker | None, by_email: Worker | None, event: WorkerEvent) -> Worker:
    """The one record of the worker an event is about.

    by id   by e-mail               -> the record
    yes     none, or another's id   -> by id: HR's id decides, once it is known
    yes     without an id           -> by id, and what was said under the address only
    none    without an id           -> by e-mail, which has the id from now on
    none    of another id           -> by e-mail where the event has no id, else a new one
    none    none                    -> a new one
    """
    worker_id = event.data.worker_id
    if by_email is None or (worker_id and by_email.worker_id not in ("", worker_id)):
        return by_id or make_worker(event)
    if by_id is None or by_id.key == by_email.key:
        found = by_id or by_email
        known = {"key": worker_id, "worker_id": worker_id} if worker_id and not found.worker_id else {}
        return found.model_copy(update=known)
    return by_id.model_copy(
        update={
            "statements": _newest_last((*by_email.statements, *by_id.statements)),
            "user_id": by_id.user_id or by_email.user_id,
            "offboarding": by_id.offboarding or by_email.offboarding,
            "overlaps": {**by_email.overlaps, **by_id.overlaps},
        }
    )


def with_statement(worker: Worker, event: WorkerEvent) -> Worker:
    """The record with one more thing said; the same event twice is said once. The newest address is the worker's."""
    statements = _newest_last((*worker.statements, event))
    speaker = max(statements, key=lambda said: (said.timestamp, said.id))
    return worker.model_copy(update={"statements": statements, "email": speaker.data.email})


def make_documents(worker: Worker) -> dict[str, Mapping[str, Any]]:
    """Everything to keep, by its place: the record, and the pointers that lead to it."""
    pointer = {"key": worker.key, "points": True}
    addresses = {said.data.email for said in worker.statements} | {worker.email}
    documents: dict[str, Mapping[str, Any]] = {worker_key(address): pointer for address in addresses}
    if worker.user_id:
        documents[user_key(worker.user_id)] = pointer
    return documents | {worker_key(worker.key): worker.to_document()}


def parse_pointer(document: Mapping[str, Any] | None) -> str | None:
    """The place this document points to; None where it is a record, or nothing."""
    return worker_key(str(document["key"])) if document and document.get("points") else None


def _newest_last(said: Iterable[WorkerEvent]) -> tuple[WorkerEvent, ...]:
    once = {event.id: event for event in said}
    return prune(tuple(sorted(once.values(), key=lambda event: event.version)))


def prune(statements: tuple[WorkerEvent, ...]) -> tuple[WorkerEvent, ...]:
    """Without what can never decide anything again, so that a record does not grow with every profile that is saved.

    That is a change in the past all of whose attributes were said again since. What was said last always stays.
    """
    last = max(statements, key=lambda event: (event.timestamp, event.id))
    kept: list[WorkerEvent] = []
    said_again: set[str] = set()
    for event in reversed(statements):
        past = event.data.effective_at <= last.timestamp
        if event is last or not past or event.type is not EventType.CHANGED or _says_more(event, said_again):
            kept.append(event)
        if past and event.type in (EventType.CHANGED, EventType.JOINED):
            said_again |= event.data.attributes.keys()
    return tuple(reversed(kept))


def _says_more(event: WorkerEvent, said_again: set[str]) -> bool:
    return not event.data.attributes.keys() <= said_again
