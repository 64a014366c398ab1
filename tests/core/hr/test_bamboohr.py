"""BambooHR: who changed, and whether it has to do with an end."""

import json

import pytest

from lambdas.core.errors import RejectError
from lambdas.core.hr.bamboohr import FIELDS, MAPPING
from lambdas.core.hr.understood import Nothing, Notice, Thin
from tests.core.hr.messages import record, understand


@pytest.mark.parametrize(("name", "ending"), [("created", False), ("updated", False), ("status-changed", True)])
def test_event_based(name, ending):
    """An event names one employee; a changed status or date tells of an end, or of one that was withdrawn."""
    found = understand("bamboohr", record(f"bamboohr-{name}.json"))
    assert found == Thin((Notice("417", ending_changed=ending),), "90210")


def test_field_based():
    """The older form names several employees."""
    found = understand("bamboohr", record("bamboohr-field-based.json"))
    assert found == Thin((Notice("417"), Notice("418", ending_changed=True)))


def test_nothing_for_us():
    """What is not about an employee, or names none, has no effect and says why."""
    other = b'{"type": "company.updated", "data": {"companyId": "1"}}'
    assert understand("bamboohr", other) == Nothing("company.updated is not about an employee")
    assert understand("bamboohr", b'{"employees": []}') == Nothing("no employee is named")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"[]", "a JSON object"),
        (b"{}", "type"),
        (b'{"type": "employee.updated"}', "data"),
        (b'{"type": "employee.updated", "data": {"employeeId": "../1", "companyId": "1"}}', "employeeId"),
        (b'{"type": "employee.updated", "data": {"employeeId": true, "companyId": "1"}}', "employeeId"),
        (b'{"employees": {}}', "employees"),
        (b'{"employees": [1]}', "employees"),
    ],
)
def test_another_shape(body, told):
    """A body of another shape, or an id that could change an address, is refused with the member."""
    with pytest.raises(RejectError, match=told):
        understand("bamboohr", body)


def test_the_mapping_reads_what_is_asked_for():
    """Every field the mapping reads is one the record has, so that none is forgotten in the question."""
    answered = json.loads(record("bamboohr-record.json"))
    assert set(answered) == {*FIELDS, "id", "terminationDate"}
    assert set(MAPPING.attributes.values()) < set(FIELDS)
