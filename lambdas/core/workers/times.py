"""The days HR speaks of, as moments: a bare date is that day where the worker works."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def find_zone(name: str) -> tzinfo | None:
    """The IANA time zone of this name, UTC for the empty one; None when there is no such zone."""
    if name in ("", "UTC"):
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def parse_day(text: str, zone_name: str, *, end: bool) -> datetime | None:
    """The beginning, or the `end`, of a day 'YYYY-MM-DD' in that zone, in UTC; None when it is no such day or zone.

    The end of a day is the beginning of the next: a leaver's last day is a day with access.
    """
    zone = find_zone(zone_name)
    if zone is None or not DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text) + timedelta(days=1 if end else 0)
        return datetime.combine(day, time(), zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC. ValueError at the ends of the calendar, where UTC has no such day."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"no such moment in UTC: {moment.isoformat()}") from error
