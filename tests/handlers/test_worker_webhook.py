"""The one door to the outside: whatever comes, the answer is a status with a reason, never a crash."""

import json
from types import SimpleNamespace

import pytest

from lambdas import wiring
from lambdas.core.errors import AlertError, RetryError
from lambdas.core.hr import SOURCES
from lambdas.handlers import worker_webhook
from tests.core.hr.messages import record
from tests.flows.fake_door import FakeDoor
from tests.flows.sending import make_connections, send
from tests.handlers.requests import genuine, make_event

CONTEXT = SimpleNamespace(aws_request_id="r-1", function_name="f", memory_limit_in_mb=1, invoked_function_arn="arn")
LEFT = record("cloudevent-left.json")


@pytest.fixture
def door(monkeypatch) -> FakeDoor:
    """What goes out; only the clock, the secret, the bus and the HR systems are not real."""
    found = FakeDoor(make_connections())
    monkeypatch.setattr(wiring, "door", lambda _context: found)
    return found


def post(event: dict) -> tuple[int, dict]:
    answer = worker_webhook.handler(event, CONTEXT)
    return answer["statusCode"], json.loads(answer["body"])


@pytest.mark.parametrize("encoded", [False, True])
@pytest.mark.parametrize("path", ["/workers", "/workers/native"])
def test_a_genuine_event_is_taken(door, path, encoded):
    """Signed and right: 202 with the id, and the event is out; API Gateway may have encoded the body."""
    assert post(make_event(path, send("native", LEFT), encoded=encoded)) == (202, {"id": "msg_1"})
    assert [event.data.email for event in door.published] == ["mia.santos@example.com"]


def test_an_hr_systems_own_path(door):
    """Each HR system has a path of its own; what has no effect says why."""
    body = b'{"type": "company.updated", "data": {}}'
    status, answer = post(genuine("bamboohr", body))
    assert (status, answer["note"]) == (202, "company.updated is not about an employee")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"\xff\xfe", "not JSON"),
        (b"{" * 5000, "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"NaN", "expected a JSON object"),
    ],
)
def test_bytes_that_are_no_event(door, body, told):
    """Signed nonsense is refused with a reason: bytes that are no text, and nesting without end."""
    status, answer = post(genuine("native", body))
    assert status == 400
    assert told in answer["error"]
    assert door.effects() == 0


def test_refusals(door):
    """Each reason has its status."""
    request = send("native", LEFT)
    stranger = make_event("/workers", send("native", LEFT)) | {"headers": {"content-type": "application/json"}}
    assert post(stranger) == (401, {"error": "unauthenticated"})
    assert post(make_event("/workers", request, text="abc")) == (400, {"error": "the body is neither text nor base64"})
    assert post(make_event("/workers", request, encoded=False, text="\ud800"))[0] == 400
    assert post(genuine("native", b"x" * (256 * 1024 + 1)))[0] == 413
    form = genuine("native", LEFT)
    form["headers"]["content-type"] = "application/x-www-form-urlencoded"
    assert post(form)[0] == 415
    assert post(genuine("native", LEFT))[0] == 202
    assert post(genuine("native", LEFT.replace(b"mia", b"ana")))[0] == 409


@pytest.mark.parametrize("source", SOURCES)
def test_another_method_or_path_is_not_found(door, source):
    """There is one door for each source and no other."""
    request = send(source, LEFT)
    assert post(make_event(f"/workers/{source}", request, method="GET"))[0] == 404
    assert post(make_event(f"/workers/{source}/x", request))[0] == 404
    assert post(make_event("/", request))[0] == 404


@pytest.mark.parametrize("fault", [AlertError("the webhook secret cannot be read: arn:aws:..."), RetryError("no bus")])
def test_our_own_trouble_is_not_the_senders_fault(door, fault):
    """When the event cannot get out the sender is told to try again, and nothing of our trouble."""
    door.faults.append(fault)
    assert post(genuine("native", LEFT)) == (503, {"error": "try again later"})
