"""Any other HR system: a declared mapping reads its JSON, and a declared scheme proves it.

Without a mapping the body is read as a SCIM 2.0 User (RFC 7643), with the enterprise extension; without a scheme the
sender signs as Standard Webhooks has it.
"""

from lambdas.core.errors import RejectError
from lambdas.core.hr.bodies import parse_object
from lambdas.core.hr.connections import Connection
from lambdas.core.hr.events import Reading, make_events
from lambdas.core.hr.mapping import EmployeeMapping, find_text
from lambdas.core.hr.provider import JSON, Provider
from lambdas.core.hr.understood import Message, Nothing, Notice, Told, Understood
from lambdas.core.webhooks import STANDARD

ENTERPRISE = '"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"'
SCIM = EmployeeMapping(
    email="(emails[?primary].value | [0]) || userName",
    worker_id=f"{ENTERPRISE}.employeeNumber || externalId || id",
    left="active == `false`",
    timestamp="meta.lastModified",
    attributes={"department": f"{ENTERPRISE}.department", "employment_type": "userType", "job_title": "title"},
)


def understand(message: Message, connection: Connection) -> Understood:
    """The events the mapping finds. Raises RejectError that names what it does not find."""
    mapping, body = connection.mapping or SCIM, parse_object(message)
    notice = Notice(find_text(mapping.worker_id, body))
    if mapping.type is not None:
        kind = find_text(mapping.type, body)
        means = mapping.types.get(kind)
        if means is None:
            return Nothing(f"the mapping knows no type {kind[:80]!r}")
        notice = Notice(notice.employee_id, means)
    events = make_events(notice, Reading(message.id, body, mapping, message.received_at, connection.time_zone))
    if not events:
        raise RejectError(f"the mapping finds no e-mail address at {mapping.email!r}")
    return Told(events)


PROVIDER = Provider("generic", STANDARD, understand, (*JSON, "application/scim+json"), mapping=SCIM)
