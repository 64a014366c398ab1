"""How old a signed request may be."""

from datetime import UTC, datetime, timedelta

from lambdas.core.webhooks.errors import UnauthenticatedError

TOLERANCE = timedelta(minutes=5)
# Twelve digits reach the year 33658.
LONGEST_UNIX = 12


def check_age(timestamp: str, now: datetime) -> None:
    """Raises UnauthenticatedError unless the time is within five minutes of `now`: Unix seconds, or ISO 8601.

    BambooHR documents Unix seconds, and a public connector shows ISO: what is signed is the string, whichever it is.
    """
    sent = parse_unix(timestamp) or _parse_iso(timestamp)
    if sent is None:
        raise UnauthenticatedError("the signed timestamp is neither Unix seconds nor ISO 8601 with an offset")
    if abs(now - sent) > TOLERANCE:
        raise UnauthenticatedError("the signed timestamp is more than five minutes away from now")


def parse_unix(text: str) -> datetime | None:
    """Unix seconds as a time; None for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_UNIX):
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _parse_iso(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
