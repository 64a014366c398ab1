"""The proof of an offboarding: what was found, what was read afterwards, what is left and until when."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from lambdas.core.workers import WorkerEvent

DISABLED, DELETED = "directory.user_disabled", "directory.user_deleted"
DIRECTORY_TYPES = (DISABLED, DELETED)
# The longest a permission set's session may be: SessionDuration PT12H (sso-admin API).
LONGEST_SESSION = timedelta(hours=12)
OUTSIDE_SCP = (
    "role sessions already open in the management account are outside service control policies; the last one ends by "
)

# What is written through the API is overwritten by the next synchronisation (IAM Identity Center User Guide, "Manage
# your identity source").
PROVIDER = "the identity provider can write the memberships back, until the user is disabled or removed there as well"


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a user holds of its own, as people call it: sorted lines; `entitlements` are role ARNs."""

    assignments: tuple[str, ...] = ()
    memberships: tuple[str, ...] = ()
    entitlements: tuple[str, ...] = ()

    def __or__(self, other: "Holdings") -> "Holdings":
        """Both, each line once."""
        pairs = zip(self._lines(), other._lines(), strict=True)
        return Holdings(*(tuple(sorted({*mine, *theirs})) for mine, theirs in pairs))

    def __sub__(self, other: "Holdings") -> "Holdings":
        """What is here and not there."""
        pairs = zip(self._lines(), other._lines(), strict=True)
        return Holdings(*(tuple(line for line in mine if line not in theirs) for mine, theirs in pairs))

    def __bool__(self) -> bool:
        return any(self._lines())

    def _lines(self) -> tuple[tuple[str, ...], ...]:
        return self.assignments, self.memberships, self.entitlements


@dataclass(frozen=True, slots=True)
class Leaving:
    """Whose user leaves, since when, and by which event: HR's, or one of the directory."""

    user_id: str
    event_id: str
    event_type: str
    effective_at: datetime
    email: str = ""
    worker_id: str = ""

    @property
    def by_directory(self) -> bool:
        """Whether the directory says so, and not HR."""
        return self.event_type in DIRECTORY_TYPES


def make_leaving(event: WorkerEvent, user_id: str) -> Leaving:
    """As HR says it."""
    facts = event.data
    return Leaving(user_id, event.id, str(event.type), facts.effective_at, facts.email, facts.worker_id)


@dataclass(frozen=True, slots=True)
class Certificate:
    """One leaver. `found` is what the user held before anything was removed; `left` what a re-read still showed.

    `account_access` says whether the account access manager is in use, and why not; `applications` are its, not for the
    document. `external`: the directory belongs
    to an identity provider, which must follow.

    What was removed is the difference: it rests on two readings of AWS, not on what our calls believed they did.
    """

    leaving: Leaving
    found: Holdings
    left: Holdings
    denied: bool
    at: datetime
    user_deleted: bool = False
    account_access: str = ""
    applications: tuple[str, ...] = ()
    external: bool = False
    problems: tuple[str, ...] = ()

    @property
    def user_id(self) -> str:
        """The id of the leaver's user."""
        return self.leaving.user_id

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
            "email": self.leaving.email,
            "user_id": self.user_id,
            "worker_id": self.leaving.worker_id,
            "event": {"id": self.leaving.event_id, "type": self.leaving.event_type},
            "effective_at": _iso(self.leaving.effective_at),
            "finished_at": _iso(self.at),
            "denied": self.denied,
            "user_deleted": self.user_deleted,
            "account_access": self.account_access,
            "found": asdict(self.found),
            "removed": asdict(removed),
            "left": asdict(self.left),
            "until": [OUTSIDE_SCP + until, *((PROVIDER,) if self.external else ())],
            "problems": list(self.problems),
        }


def parse_found(document: Mapping[str, Any] | None, event_id: str) -> Holdings:
    """What an earlier, interrupted run for the same event had found; nothing for another event's certificate."""
    if not document or document["event"]["id"] != event_id:
        return Holdings()
    found = document["found"]
    return Holdings(*(tuple(found.get(kind, ())) for kind in ("assignments", "memberships", "entitlements")))


def covers(document: Mapping[str, Any] | None, at: datetime) -> bool:
    """Whether this certificate is complete and was read no earlier than `at`, or its user is deleted for good."""
    if not document or not document["complete"]:
        return False
    return bool(document["user_deleted"]) or datetime.fromisoformat(document["finished_at"]) >= at


def quarantine_ends(document: Mapping[str, Any], quarantine: timedelta) -> datetime:
    """When the id of this certificate's user may leave the quarantine: counted from its last reading."""
    return datetime.fromisoformat(document["finished_at"]) + quarantine


def _iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
