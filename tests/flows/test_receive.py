"""From the request to the bus."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from lambdas.core.errors import AlertError, RejectError, RetryError
from lambdas.core.hr import SOURCES
from lambdas.core.hr.connections import Connection
from lambdas.core.webhooks import ReusedIdError, TooLargeError, UnauthenticatedError, UnsupportedTypeError
from lambdas.flows.receive import Receipt, receive
from tests.core.hr.messages import record
from tests.flows.fake_door import FakeDoor
from tests.flows.sending import SECRET, make_connections, send

LEFT = record("cloudevent-left.json")
UPDATED = record("bamboohr-updated.json")
RIPPLING = b"event_name=employee.hired&company_id=63f1&id=63f2"


@pytest.fixture
def door() -> FakeDoor:
    found = FakeDoor(make_connections())
    found.hr.employees["bamboohr", "417"] = json.loads(record("bamboohr-record.json"))
    return found


def test_a_complete_event(door):
    """A complete event goes out under its sender's id."""
    assert receive("native", send("native", LEFT), door) == Receipt("msg_1")
    assert [(event.id, event.type) for event in door.published] == [("msg_1", "worker.left")]


def test_a_notice(door):
    """A notice is followed to the HR system, and what that answers goes out."""
    receipt = receive("bamboohr", send("bamboohr", UPDATED), door)
    assert receipt.id.startswith("bamboohr:")
    assert door.hr.asked == [("bamboohr", "417")]
    assert [(event.type, event.data.email) for event in door.published] == [
        ("worker.changed", "ines.okafor@example.com")
    ]


def test_a_repeat(door):
    """The same message again has no second effect, even if the employee has changed since."""
    for department in ("Platform", "Security"):
        door.hr.employees["bamboohr", "417"]["department"] = department
        receive("bamboohr", send("bamboohr", UPDATED), door)
    assert len(door.published) == 1


def test_an_id_for_two_events(door):
    """An id that was used for another event is refused: one of the two would be lost."""
    receive("native", send("native", LEFT), door)
    with pytest.raises(ReusedIdError):
        receive("native", send("native", LEFT.replace(b"mia", b"ana")), door)


def test_a_renewed_time_is_the_same_message(door):
    """A sender that writes the time of its retry into the body repeats itself; it does not contradict itself."""
    for minute in (b"11:58", b"11:59"):
        receive("native", send("native", LEFT.replace(b"11:58", minute)), door)
    assert len(door.published) == 1


@pytest.mark.parametrize(
    ("source", "body"),
    [
        ("generic", b'{"userName": "tariq@example.com", "active": false}'),
        (
            "native",
            b'{"specversion": "1.0", "id": "1", "source": "s", "type": "worker.joined", "data": {"email": "a@b.c"}}',
        ),
        ("rippling", RIPPLING),
        ("bamboohr", UPDATED),
    ],
)
def test_a_retry_that_comes_later(door, source, body):
    """A body that names no time is the same message when it comes again after a while."""
    door.hr.employees["rippling", "63f2"] = {"email": "kim@example.com"}
    request = send(source, body)
    for seconds in (0, 50):
        receive(source, replace(request, received_at=request.received_at + timedelta(seconds=seconds)), door)
    assert len(door.published) == 1


def test_an_event_that_could_not_be_published(door):
    """What did not get out is not remembered: the sender's retry is a first time."""
    door.faults.append(RetryError("no bus"))
    with pytest.raises(RetryError):
        receive("native", send("native", LEFT), door)
    receive("native", send("native", LEFT), door)
    assert len(door.published) == 1


def test_nothing_for_us(door):
    """What concerns nobody's access is taken, says why, and has no effect."""
    body = b'{"type": "company.updated", "data": {}}'
    assert receive("bamboohr", send("bamboohr", body), door).note == "company.updated is not about an employee"
    assert door.effects() == 0


@pytest.mark.parametrize("source", SOURCES)
def test_a_stranger(door, source):
    """Without the secret nothing gets in, at no source."""
    request = send(source, RIPPLING if source == "rippling" else LEFT)
    headers = {name: value for name, value in request.headers.items() if name == "content-type"}
    with pytest.raises(UnauthenticatedError):
        receive(source, replace(request, headers=headers), door)
    assert door.effects() == 0


@pytest.mark.parametrize("source", ["hibob", "nobody"])
def test_not_connected(door, source):
    """A source that is not connected, or that there is none of, is a stranger."""
    door.connections.pop(source, None)
    with pytest.raises(UnauthenticatedError):
        receive(source, send("hibob", record("hibob-left.json")), door)


def test_one_source_cannot_speak_for_another(door):
    """What is signed for one source proves nothing at another one with another scheme."""
    request = send("deel", record("deel-contract-updated.json"))
    for source in set(SOURCES) - {"deel"}:
        with pytest.raises(UnauthenticatedError):
            receive(source, request, door)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("content_type", ["", "text/plain", "application/xml"])
def test_content_type(door, source, content_type):
    """A genuine body of a type this sender does not use is refused."""
    request = send(source, LEFT)
    with pytest.raises(UnsupportedTypeError, match="expected content-type application/"):
        receive(source, replace(request, headers={**request.headers, "content-type": content_type}), door)


def test_too_large(door):
    """A body beyond 256 KiB is refused before anything else is done with it."""
    with pytest.raises(TooLargeError):
        receive("native", send("native", b"x" * (256 * 1024 + 1)), door)


def test_another_company(door):
    """A genuine body that speaks for another company than the declared one is a stranger's."""
    door.connections["bamboohr"] = Connection(current=SECRET, company="90211")
    with pytest.raises(UnauthenticatedError):
        receive("bamboohr", send("bamboohr", UPDATED), door)
    with pytest.raises(UnauthenticatedError):
        receive("rippling", send("rippling", RIPPLING.replace(b"63f1", b"63f9")), door)
    assert door.effects() == 0


def test_another_network(door):
    """A genuine request from another network than the declared ones is a stranger's."""
    door.connections["hibob"] = Connection.model_validate({"current": SECRET, "sources": ["198.51.100.0/24"]})
    with pytest.raises(UnauthenticatedError):
        receive("hibob", send("hibob", record("hibob-left.json")), door)


def test_rippling_must_name_its_company(door):
    """A sender that cannot sign is not connected by its secret alone."""
    door.connections["rippling"] = Connection(current=SECRET)
    with pytest.raises(AlertError, match="which company"):
        receive("rippling", send("rippling", RIPPLING), door)


def test_a_declared_scheme(door):
    """A connection that declares how its sender signs is held to that, and the built-in way is over."""
    declared = {"current": SECRET, "signature": {"header": "x-ukg-signature", "algorithm": "sha512", "prefix": "v0="}}
    connection = door.connections["generic"] = Connection.model_validate(declared)
    body, scheme = record("scim-user.json"), connection.signature
    assert scheme is not None
    headers = {"content-type": "application/json", "X-UKG-Signature": scheme.sign(SECRET, body)}
    receive("generic", replace(send("generic", body), headers=headers), door)
    assert [event.data.email for event in door.published] == ["tariq.lund@example.com"]
    with pytest.raises(UnauthenticatedError):
        receive("generic", send("generic", body), door)


def test_a_wrong_body_says_what_is_wrong(door):
    """A genuine body that cannot be read is refused with the reason."""
    with pytest.raises(RejectError, match="data: expected an object"):
        receive("bamboohr", send("bamboohr", b'{"type": "employee.updated"}'), door)
