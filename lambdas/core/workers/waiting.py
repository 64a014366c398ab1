"""What waits for its time, kept beside its wake-up: one that never fires is found by whoever looks next.

A document is {"at": ISO time, "wake": the event for the workers lane}.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

# EventBridge Scheduler is precise to the minute, and the lane may be at work: before that, nobody is late.
GRACE = timedelta(minutes=15)


def make_waiting(wake: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The document of what this event wakes at that time."""
    return {"at": at.isoformat(), "wake": dict(wake)}


def make_waiting_key(wake: Mapping[str, Any]) -> str:
    """The same for every wake-up of one signal; a user waits for one release only, whatever event it goes back to."""
    told = wake["detail"].get("user_id") or wake["id"]
    return f"{wake['detail-type']}-{hashlib.sha256(str(told).encode()).hexdigest()[:32]}"


def is_overdue(document: Mapping[str, Any], now: datetime) -> bool:
    """Whether its wake-up should have come, and been dealt with, by now."""
    return datetime.fromisoformat(document["at"]) + GRACE <= now
