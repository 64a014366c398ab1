"""An HR system introduces itself."""

from dataclasses import replace

import pytest

from lambdas.core.errors import RejectError
from lambdas.core.hr.connections import Connection
from lambdas.core.webhooks import Request, UnauthenticatedError
from lambdas.flows.receive import receive
from tests.core.hr.messages import record
from tests.flows.fake_door import NOW, FakeDoor
from tests.flows.sending import make_connections, send

TOKEN = "zV3n0Qy7oJxk2TnWc8eLrB5sHdUaGfPi"
HELLO = Request({"content-type": "application/json"}, record("gusto-handshake.json"), NOW)


@pytest.fixture
def door() -> FakeDoor:
    return FakeDoor({**make_connections(), "gusto": Connection(handshake=True)})


def test_the_token_waits_for_a_person(door):
    """The token is kept and a person told where, once; the token itself is in no message."""
    for _ in range(2):
        assert receive("gusto", HELLO, door).note == "the token waits for a person"
    assert door.tokens == [("gusto", TOKEN)]
    [(subject, message)] = door.alerts
    assert subject == "gusto asks to be verified"
    assert "the drawer of gusto" in message
    assert TOKEN not in message


def test_a_token_is_no_secret_by_itself(door):
    """Whoever sends a token has not become the sender: what it signs is still a stranger's."""
    receive("gusto", HELLO, door)
    body = record("gusto-terminated.json")
    with pytest.raises(UnauthenticatedError):
        receive("gusto", send("gusto", body), door)
    assert door.published == []


def test_nobody_waits_for_a_handshake(door):
    """Once there is a secret, or where no handshake was asked for, a token goes nowhere."""
    door.connections = make_connections()
    with pytest.raises(UnauthenticatedError):
        receive("gusto", HELLO, door)
    with pytest.raises(RejectError, match="not expected"):
        receive("gusto", send("gusto", HELLO.body), door)
    assert door.effects() == 0


def test_only_a_handshake_needs_no_proof(door):
    """A message that is nothing for us is not taken either before the sender is known."""
    body = record("gusto-terminated.json").replace(b"employee.terminated_effective", b"payroll.processed")
    with pytest.raises(UnauthenticatedError):
        receive("gusto", replace(HELLO, body=body), door)
