"""Gusto: {event_type, entity_type, entity_uuid, timestamp}; its first call hands over the token it will sign with.

`employee.terminated` says that a termination was entered, which may lie ahead: the record knows its date.
`employee.terminated_effective` says that it is in effect (docs.gusto.com, "Employee events").
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from lambdas.core.errors import RejectError
from lambdas.core.hr.bodies import check_recent, employee_id, parse_object, text
from lambdas.core.hr.connections import Connection
from lambdas.core.hr.provider import Provider
from lambdas.core.hr.understood import Handshake, Message, Nothing, Notice, Thin, Understood
from lambdas.core.webhooks import Scheme
from lambdas.core.workers import EventType

MEANINGS = {
    "employee.rehire_effective": EventType.JOINED,
    "employee.terminated_effective": EventType.LEFT,
    "employee.termination_cancelled": EventType.RESCINDED,
}
# A rehire may lie ahead: the day it is in effect there is `employee.rehire_effective`.
AHEAD = ("employee.rehired", "employee.rehire_cancelled")
LONGEST_TOKEN = 200


def understand(message: Message, _connection: Connection) -> Understood:
    """The employee to fetch, or the handshake. Raises RejectError for another shape, or a body that is too old."""
    document = parse_object(message)
    if "verification_token" in document and "event_type" not in document:
        return Handshake(_token(document))
    check_recent(message, _time(document))
    kind = text(document, "event_type")
    if not kind.startswith("employee.") or document.get("entity_type") != "Employee":
        return Nothing(f"{kind[:80]} is not about an employee")
    if kind in AHEAD:
        return Nothing(f"{kind} has no effect until employee.rehire_effective")
    notice = Notice(employee_id(document, "entity_uuid"), MEANINGS.get(kind))
    return Thin((notice,), text(document, "resource_uuid"))


def _token(document: Mapping[str, Any]) -> str:
    token = text(document, "verification_token")
    if len(token) > LONGEST_TOKEN or not (token.isascii() and token.isprintable()):
        raise RejectError("verification_token: expected a short text")
    return token


def _time(document: Mapping[str, Any]) -> str:
    seconds = document.get("timestamp")
    if isinstance(seconds, bool) or not isinstance(seconds, int):
        raise RejectError("timestamp: expected Unix seconds")
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise RejectError("timestamp: expected Unix seconds") from error


PROVIDER = Provider("gusto", Scheme(header="x-gusto-signature"), understand)
