"""BambooHR: says that an employee changed; a termination is a change of the status, seen in the record.

Event-based webhooks {type, timestamp, data: {companyId, employeeId, changedFields}} and the older field-based ones
{employees: [{id, changedFields}]} (documentation.bamboohr.com, "Event-Based Webhooks" and "Webhooks").
"""

from collections.abc import Mapping
from typing import Any

from lambdas.core.errors import RejectError
from lambdas.core.hr.bodies import employee_id, member, parse_object, text, texts
from lambdas.core.hr.connections import Connection
from lambdas.core.hr.mapping import EmployeeMapping
from lambdas.core.hr.provider import Provider
from lambdas.core.hr.understood import Message, Nothing, Notice, Thin, Understood
from lambdas.core.webhooks import Scheme

# The names under which a field of the employment's end may be reported; aliases are not documented as a list.
ENDING = frozenset({"status", "employmentStatus", "employmentHistoryStatus", "terminationDate", "hireDate"})
# What the API is asked for: a field that is not named is not answered, and neither is one the key may not read.
NEEDED = ("workEmail", "status")
END = "terminationDate"
FIELDS = (
    *NEEDED,
    "department",
    "division",
    "employmentHistoryStatus",
    "jobTitle",
    "location",
)
MAPPING = EmployeeMapping(
    email="workEmail",
    worker_id="id",
    left="status == 'Inactive'",
    effective_at="terminationDate",
    attributes={
        "department": "department",
        "division": "division",
        "employment_type": "employmentHistoryStatus",
        "job_title": "jobTitle",
        "location": "location",
    },
)


def understand(message: Message, _connection: Connection) -> Understood:
    """The employees to fetch. Raises RejectError for a body of another shape."""
    document = parse_object(message)
    return _field_based(document) if "employees" in document else _event_based(document)


def _event_based(document: Mapping[str, Any]) -> Understood:
    kind, told = text(document, "type"), member(document, "data")
    if not kind.startswith("employee."):
        return Nothing(f"{kind[:80]} is not about an employee")
    return Thin((_notice(employee_id(told, "employeeId"), told),), text(told, "companyId"))


def _field_based(document: Mapping[str, Any]) -> Understood:
    employees = document["employees"]
    if not isinstance(employees, list) or not all(isinstance(each, dict) for each in employees):
        raise RejectError("employees: expected a list of objects")
    notices = tuple(_notice(employee_id(each, "id"), each) for each in employees)
    return Thin(notices) if notices else Nothing("no employee is named")


def _notice(who: str, told: Mapping[str, Any]) -> Notice:
    return Notice(who, ending_changed=bool(texts(told, "changedFields") & ENDING))


PROVIDER = Provider(
    "bamboohr",
    Scheme(header="x-bamboohr-signature", message="{body}{timestamp}", timestamp="x-bamboohr-timestamp"),
    understand,
    mapping=MAPPING,
)
