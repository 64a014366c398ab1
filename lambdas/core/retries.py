"""When a scope that could not be finished comes back, and when a person is told instead."""

from datetime import UTC, datetime, timedelta

FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=2)
GIVE_UP_AFTER = timedelta(days=1)


# attempt  0      1      2      3      4       5       6       7 and on
# delay    1 min  2 min  4 min  8 min  16 min  32 min  64 min  2 h        and after a day: a person
def next_wake(attempt: int, since: str, now: datetime) -> datetime | None:
    """The time to look again; None when a day has not been enough.

    `since` is the ISO time of the first event; one that cannot be read counts from now.
    """
    if now - (_parse_time(since) or now) >= GIVE_UP_AFTER:
        return None
    return now + min(FIRST_DELAY * (1 << min(attempt, 10)), LONGEST_DELAY)


def _parse_time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
