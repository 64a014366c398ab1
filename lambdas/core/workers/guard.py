"""The guard on leavers: a feed that ends everybody's employment at once waits for a person."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import AwareDatetime, Field

from lambdas.core.held import LEAVERS
from lambdas.core.workers.events import StrictShape

WINDOW = timedelta(hours=1)
# Where the state table keeps the leavers of the last hour.
LEAVERS_KEY = "leavers"
ROOM = 250_000


class Leavers(StrictShape):
    """Who was let through in the last hour and when first, by a key for each worker; `hold` is the newest hold.

    Who is held, and whom a person has approved, is not counted: a whole company must fit into one item.
    """

    seen: dict[str, AwareDatetime] = Field(default={})
    hold: str = ""

    def let_through(self, key: str, now: datetime) -> "Leavers":
        """With one more leaver who is offboarded. One who comes again does not make the hour longer."""
        recent = self.recent(now)
        return Leavers(seen={**recent, key: recent.get(key, now)}, hold=self.hold)

    def held_back(self, hold: str) -> "Leavers":
        """With a leaver who waits for a person in this hold."""
        return self.model_copy(update={"hold": hold})

    def recent(self, now: datetime) -> dict[str, datetime]:
        """Those of the last hour."""
        return {key: at for key, at in self.seen.items() if at > now - WINDOW}


def parse_leavers(document: Mapping[str, Any] | None) -> Leavers:
    """As the state table keeps them; nobody where nothing is kept."""
    return Leavers.model_validate(document or {})


def is_held(leavers: Leavers, key: str, limit: int, now: datetime) -> bool:
    """Whether this leaver is one more than the policy allows in an hour. Who was let through once is so again."""
    recent = leavers.recent(now)
    return key not in recent and len(recent) >= limit


def make_hold_id(event_id: str) -> str:
    """The name of a hold, after the event that opens it."""
    return f"leavers-{hashlib.sha256(event_id.encode()).hexdigest()[:12]}"


def has_room(document: Mapping[str, Any]) -> bool:
    """Whether one more event fits into an item of the state table: 400 KB (DynamoDB quotas), with a wide margin."""
    return len(json.dumps(document)) < ROOM


def make_hold(hold_id: str, wake: Mapping[str, Any], limit: int, now: datetime) -> dict[str, Any]:
    """A new hold. Its `events` are wake-ups of the workers lane, approved by this very hold: to release the leavers
    is to send each of them to the lane's queue.
    """
    return {
        "kind": LEAVERS,
        "id": hold_id,
        "because": f"more than {limit} leavers in an hour",
        "events": [dict(wake)],
        "at": now.isoformat(),
        "status": "waiting",
    }


def add_to_hold(document: Mapping[str, Any], wake: Mapping[str, Any]) -> dict[str, Any]:
    """The hold with one more leaver; the same event again changes nothing."""
    events = [event for event in document["events"] if event["id"] != wake["id"]]
    return {**document, "events": [*events, dict(wake)]}
