"""The proof of an offboarding: what was found, what was read afterwards, what is left and until when."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from lambdas.core.workers import WorkerEvent

# The longest a permission set's session may be: SessionDuration PT12H (sso-admin API).
LONGEST_SESSION = timedelta(hours=12)
OUTSIDE_SCP = (
    "role sessions already open in the management account are outside service control policies; the last one ends by "
)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a user holds of its own, as people call it: sorted lines for assignments and for group names."""

    assignments: tuple[str, ...] = ()
    memberships: tuple[str, ...] = ()

    def __or__(self, other: "Holdings") -> "Holdings":
        """Both, each line once."""
        return Holdings(
            tuple(sorted({*self.assignments, *other.assignments})),
            tuple(sorted({*self.memberships, *other.memberships})),
        )

    def __sub__(self, other: "Holdings") -> "Holdings":
        """What is here and not there."""
        return Holdings(
            tuple(line for line in self.assignments if line not in other.assignments),
            tuple(line for line in self.memberships if line not in other.memberships),
        )

    def __bool__(self) -> bool:
        return bool(self.assignments or self.memberships)


@dataclass(frozen=True, slots=True)
class Certificate:
    """One leaver. `found` is what the user held before anything was removed; `left` what a re-read still showed.

    What was removed is the difference: it rests on two readings of AWS, not on what our calls believed they did.
    """

    event: WorkerEvent
    user_id: str
    found: Holdings
    left: Holdings
    denied: bool
    at: datetime
    user_deleted: bool = False
    problems: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Denied, and nothing left, and every step ran."""
        return self.denied and not self.left and not self.problems

    def to_document(self) -> dict[str, Any]:
        """The JSON form, as the state table and the bus carry it."""
        removed = self.found - self.left
        until = f"{self.at + LONGEST_SESSION:%Y-%m-%dT%H:%M:%SZ}"
        return {
            "complete": self.complete,
            "email": self.event.data.email,
            "user_id": self.user_id,
            "worker_id": self.event.data.worker_id,
            "event": {"id": self.event.id, "type": self.event.type},
            "effective_at": _iso(self.event.data.effective_at),
            "finished_at": _iso(self.at),
            "denied": self.denied,
            "user_deleted": self.user_deleted,
            "found": asdict(self.found),
            "removed": asdict(removed),
            "left": asdict(self.left),
            "until": [OUTSIDE_SCP + until],
            "problems": list(self.problems),
        }


def parse_found(document: Mapping[str, Any] | None, event_id: str) -> Holdings:
    """What an earlier, interrupted run for the same event had found; nothing for another event's certificate."""
    if document is None or document["event"]["id"] != event_id:
        return Holdings()
    found = document["found"]
    return Holdings(tuple(found["assignments"]), tuple(found["memberships"]))


def is_done(document: Mapping[str, Any] | None, event_id: str) -> bool:
    """Whether this very event already ended in a complete certificate."""
    return document is not None and document["event"]["id"] == event_id and bool(document["complete"])


def quarantine_ends(document: Mapping[str, Any], quarantine: timedelta) -> datetime:
    """When the id of this certificate's user may leave the quarantine: counted from its last reading."""
    return datetime.fromisoformat(document["finished_at"]) + quarantine


def _iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
