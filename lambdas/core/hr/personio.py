"""Personio v2: {company_id, event_name, occurred_at, payload: {person_id}}; no time is signed beside the body.

`employment.terminated` comes on the effective date (developer.personio.de, changelog). The signature's header is not in
Personio's public documentation: it is the one connectors verify, and `signature` of the connection overrides it.
"""

from lambdas.core.hr.bodies import check_recent, employee_id, member, parse_object, text
from lambdas.core.hr.connections import Connection
from lambdas.core.hr.provider import Provider
from lambdas.core.hr.understood import Message, Nothing, Notice, Thin, Understood
from lambdas.core.webhooks import Scheme
from lambdas.core.workers import EventType

MEANINGS = {"employment.started": EventType.JOINED, "employment.terminated": EventType.LEFT}


def understand(message: Message, _connection: Connection) -> Understood:
    """The person to fetch. Raises RejectError for a body of another shape, or one that is too old."""
    document = parse_object(message)
    check_recent(message, text(document, "occurred_at"))
    kind = text(document, "event_name")
    if not kind.startswith(("person.", "employment.")):
        return Nothing(f"{kind[:80]} is not about a person")
    told = member(document, "payload")
    ending = kind == "employment.updated"
    notice = Notice(employee_id(told, "person_id"), MEANINGS.get(kind), ending, told)
    return Thin((notice,), text(document, "company_id"))


PROVIDER = Provider("personio", Scheme(header="x-personio-signature"), understand)
