"""Notices are followed, and nobody is passed over in silence."""

import json
from datetime import timedelta

import pytest

from lambdas.core.errors import AlertError, RetryError
from lambdas.core.hr.connections import Connection
from lambdas.flows.receive import receive
from tests.core.hr.messages import record
from tests.flows.fake_door import FakeDoor
from tests.flows.sending import MAPPING, SECRET, make_connections, send

BOTH = record("bamboohr-field-based.json")
INES = json.loads(record("bamboohr-record.json"))
HIBOB = record("hibob-left.json")
BOB = ("hibob", "4120077315559916001")


@pytest.fixture
def door() -> FakeDoor:
    found = FakeDoor(make_connections())
    found.hr.employees["bamboohr", "417"] = INES
    found.hr.employees["bamboohr", "418"] = {**INES, "workEmail": "joao@example.com", "status": "Inactive"}
    return found


def test_several(door):
    """Each employee of a message is asked for."""
    receive("bamboohr", send("bamboohr", BOTH), door)
    assert [(event.type, event.data.worker_id) for event in door.published] == [
        ("worker.changed", "417"),
        ("worker.left", "418"),
    ]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, "has no employee 417 any more"),
        (AlertError("the API of bamboohr answered 403"), "answered 403"),
        ({**INES, "status": "Inactive", "workEmail": None}, "data.email"),
        ({**INES, "terminationDate": "soon"}, "data.effective_at"),
    ],
)
def test_one_that_cannot_be_found_out_about(door, answer, told):
    """It ends in front of a person, who is told whom to look up; the others are not held up, and a repeat is quiet."""
    door.hr.employees["bamboohr", "417"] = answer
    for _ in range(2):
        receive("bamboohr", send("bamboohr", BOTH), door)
    [(subject, message)] = door.alerts
    assert subject == "An employee could not be looked up"
    assert message.startswith("bamboohr says of employee 417: changed.")
    assert told in message
    assert [event.data.worker_id for event in door.published] == ["418"]


def test_no_answer(door):
    """When the HR system does not answer a person is told, the others are done, and the sender sends it again."""
    door.hr.employees["bamboohr", "417"] = RetryError("the API of bamboohr answered 503")
    with pytest.raises(RetryError, match="did not answer for 1 employees"):
        receive("bamboohr", send("bamboohr", BOTH), door)
    assert [event.data.worker_id for event in door.published] == ["418"]
    assert "asked to send it again" in door.alerts[0][1]
    door.hr.employees["bamboohr", "417"] = INES
    receive("bamboohr", send("bamboohr", BOTH), door)
    assert "417" in {event.data.worker_id for event in door.published}


def test_more_than_there_is_time_for(door):
    """Whoever is left when the sender's patience ends is told to a person."""
    door.hr.takes = timedelta(seconds=6)
    receive("bamboohr", send("bamboohr", BOTH), door)
    assert len(door.published) == 1
    assert door.alerts[0][1].startswith("bamboohr says of employee 418")


def test_a_declared_call(door):
    """A system that Gatehouse has no adapter for is read by the declared mapping."""
    door.hr.employees[BOB] = {"email": "bo@example.com", "department": "Sales"}
    receive("hibob", send("hibob", HIBOB), door)
    [left] = door.published
    assert (left.type, left.data.email, left.data.attributes) == (
        "worker.left",
        "bo@example.com",
        {"department": "Sales"},
    )


def test_no_mapping(door):
    """Without a mapping nobody can say who it is: a person is told, and what it was about."""
    door.connections["hibob"] = Connection(current=SECRET)
    receive("hibob", send("hibob", HIBOB), door)
    [(_, message)] = door.alerts
    assert message.startswith("hibob says of employee 4120077315559916001: left.")
    assert "declares no mapping" in message


def test_a_new_worker_without_an_address(door):
    """Whom HR has given no address yet has no user yet: the change that gives one will say so."""
    door.hr.employees["bamboohr", "417"] = {**INES, "workEmail": None}
    receive("bamboohr", send("bamboohr", record("bamboohr-created.json")), door)
    assert door.effects() == 0


def test_what_the_notice_says_itself(door):
    """Without a declared call the mapping reads what came with the notice; what it lacks is told to a person."""
    mapping = {**MAPPING, "email": "worker.email"}
    door.connections["deel"] = Connection.model_validate({"current": SECRET, "mapping": mapping})
    receive("deel", send("deel", record("deel-contract-updated.json")), door)
    assert [(event.type, event.data.email) for event in door.published] == [("worker.left", "noor.haas@example.com")]
    door.connections["hibob"] = Connection.model_validate({"current": SECRET, "mapping": MAPPING})
    receive("hibob", send("hibob", HIBOB), door)
    receive("hibob", send("hibob", HIBOB.replace(b"left", b"updated")), door)
    assert door.hr.asked == []
    assert "data.email" in door.alerts[0][1]
    assert "declares no api" in door.alerts[1][1]
