"""Rippling, partner webhooks: a form with event_name, company_id and id, about five minutes late, and no signature.

A shared secret in the header or the address proves it, and the company's id must be the declared one.
"""

from lambdas.core.hr.bodies import employee_id, parse_form, text
from lambdas.core.hr.connections import Connection
from lambdas.core.hr.provider import FORM, Provider
from lambdas.core.hr.understood import Message, Nothing, Notice, Thin, Understood
from lambdas.core.webhooks import SharedSecret
from lambdas.core.workers import EventType

# The record's end date decides when, where the mapping has one. Of whoever is hired, the record says what holds.
MEANINGS = {"employee.terminated": EventType.LEFT}


def understand(message: Message, _connection: Connection) -> Understood:
    """The employee to fetch. Raises RejectError for a body of another shape."""
    form = parse_form(message)
    kind, company = text(form, "event_name"), text(form, "company_id")
    if not kind.startswith("employee."):
        return Nothing(f"{kind[:80]} is not about an employee")
    return Thin((Notice(employee_id(form, "id"), MEANINGS.get(kind)),), company)


PROVIDER = Provider("rippling", SharedSecret(), understand, FORM, needs_company=True)
