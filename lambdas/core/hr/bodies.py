"""What every adapter reads out of a body, and refuses in the same words."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from lambdas.core.errors import RejectError
from lambdas.core.hr.understood import Message

# Powertools' store forgets a message after seven days; a sender retries for three at most.
OLDEST = timedelta(days=6)
# A time without an offset may be that of any zone.
YOUNGEST = timedelta(days=1)
# The id goes into the address of a call: letters, digits and what UUIDs and the like are made of.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


def parse_object(message: Message) -> Mapping[str, Any]:
    """The body as a JSON object; RejectError for anything else."""
    document = parse_json(message.body)
    if not isinstance(document, dict):
        raise RejectError("expected a JSON object")
    return document


def parse_json(body: bytes) -> object:
    """Any JSON; RejectError for what is none, or is nested without end."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RejectError(f"the body is not JSON: {error}") from error


def parse_form(message: Message) -> dict[str, str]:
    """The body as application/x-www-form-urlencoded; the last value of a name wins."""
    try:
        return dict(parse_qsl(message.body.decode("ascii"), max_num_fields=100))
    except ValueError as error:
        raise RejectError(f"the body is not a form: {error}") from error


def member(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The object under a name; RejectError when there is none."""
    found = document.get(name)
    if not isinstance(found, dict):
        raise RejectError(f"{name}: expected an object")
    return found


def text(document: Mapping[str, Any], name: str) -> str:
    """The text or whole number under a name, as text; RejectError when there is none."""
    found = document.get(name)
    if isinstance(found, bool) or not isinstance(found, str | int) or found == "":
        raise RejectError(f"{name}: expected a text")
    return str(found)


def employee_id(document: Mapping[str, Any], name: str) -> str:
    """An id that may stand in an address; RejectError for anything else."""
    found = text(document, name)
    if not _ID.fullmatch(found):
        raise RejectError(f"{name}: expected an id of letters, digits, '.', '_' and '-'")
    return found


def texts(document: Mapping[str, Any], name: str) -> frozenset[str]:
    """The texts in the list under a name; what is none is left out."""
    found = document.get(name)
    return frozenset(item for item in found if isinstance(item, str)) if isinstance(found, list) else frozenset()


def check_recent(message: Message, sent_at: str) -> None:
    """For senders that sign no time: a message so old that its first arrival is forgotten could be a replay.

    Raises RejectError for one older than six days or more than a day ahead. A time without offset counts as UTC.
    """
    try:
        found = datetime.fromisoformat(sent_at)
        age = message.received_at - (found if found.tzinfo else found.replace(tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        raise RejectError("the time of the message is not ISO 8601") from error
    if age > OLDEST or -age > YOUNGEST:
        raise RejectError(f"the message says it is of {sent_at[:40]}: too long ago, or ahead of time")
