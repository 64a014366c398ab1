"""HiBob, webhooks v2: {companyId, type, triggeredAt, version, data: {employeeId}}; no time is signed beside the body.

`employee.left` comes at midnight of the effective date; `employee.access.revoked.immediately` comes before it, when
a termination says so (apidocs.hibob.com, "Webhooks v2").
"""

from lambdas.core.hr.bodies import check_recent, employee_id, member, parse_object, text
from lambdas.core.hr.connections import Connection
from lambdas.core.hr.provider import Provider
from lambdas.core.hr.understood import Message, Nothing, Notice, Thin, Understood
from lambdas.core.webhooks import Algorithm, Encoding, Scheme
from lambdas.core.workers import EventType

MEANINGS = {
    "employee.joined": EventType.JOINED,
    "employee.left": EventType.LEFT,
    "employee.access.revoked.immediately": EventType.LEFT,
}


def understand(message: Message, _connection: Connection) -> Understood:
    """The employee to fetch. Raises RejectError for a body of another shape, or one that is too old."""
    document = parse_object(message)
    check_recent(message, text(document, "triggeredAt"))
    kind = text(document, "type")
    if not kind.startswith(("employee.", "table.entry.")):
        return Nothing(f"{kind[:80]} is not about an employee")
    told = member(document, "data")
    ending = kind == "employee.activated" or told.get("tableId") == "lifecycle"
    notice = Notice(employee_id(told, "employeeId"), MEANINGS.get(kind), ending, told)
    return Thin((notice,), text(document, "companyId"))


PROVIDER = Provider(
    "hibob",
    Scheme(header="bob-signature", algorithm=Algorithm.SHA512, encoding=Encoding.BASE64),
    understand,
)
