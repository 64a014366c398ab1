"""The guard on leavers: a feed that ends everybody's employment at once waits for a person."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import AwareDatetime, Field

from lambdas.core.held import LEAVERS
from lambdas.core.workers.events import StrictShape

WINDOW = timedelta(hours=1)
# Where the state table keeps the leavers of the last hour.
LEAVERS_KEY = "leavers"


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


def make_hold(hold_id: str, limit: int, now: datetime) -> dict[str, Any]:
    """A new hold. The leavers in it stand beside it, one by one, as wake-ups of the workers lane approved by this very
    hold, so that there is room for any number: to release them is to send each of them to the lane's queue.
    """
    return {
        "kind": LEAVERS,
        "id": hold_id,
        "because": f"more than {limit} leavers in an hour",
        "at": now.isoformat(),
        "status": "waiting",
    }
