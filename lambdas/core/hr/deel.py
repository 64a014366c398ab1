"""Deel: {data: {meta: {event_type, organization_id}, resource: [...]}, timestamp}; signed is POST and the body.

What a resource holds is not documented in full: an `id` is read, and the declared mapping reads the rest of it when the
connection declares no call to fetch it by.
"""

from lambdas.core.errors import RejectError
from lambdas.core.hr.bodies import check_recent, employee_id, member, parse_object, text
from lambdas.core.hr.connections import Connection
from lambdas.core.hr.provider import Provider
from lambdas.core.hr.understood import Message, Nothing, Notice, Thin, Understood
from lambdas.core.webhooks import Scheme

ABOUT_WORKERS = ("contract.", "people.", "employee.", "eor.", "onboarding.", "offboarding.")


def understand(message: Message, _connection: Connection) -> Understood:
    """The contracts or people to fetch. Raises RejectError for a body of another shape, or one that is too old."""
    document = parse_object(message)
    check_recent(message, text(document, "timestamp"))
    told = member(document, "data")
    meta, resources = member(told, "meta"), told.get("resource")
    kind = text(meta, "event_type")
    if not kind.startswith(ABOUT_WORKERS):
        return Nothing(f"{kind[:80]} is not about a worker")
    if not isinstance(resources, list) or not all(isinstance(each, dict) for each in resources):
        raise RejectError("data.resource: expected a list of objects")
    notices = tuple(Notice(employee_id(each, "id"), ending_changed="status" in each, found=each) for each in resources)
    return Thin(notices, text(meta, "organization_id")) if notices else Nothing("no contract is named")


PROVIDER = Provider("deel", Scheme(header="x-deel-signature", message="POST{body}"), understand)
