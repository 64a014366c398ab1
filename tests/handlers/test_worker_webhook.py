"""The one door to the outside: whatever comes, the answer is a status with a reason, never a crash."""

import base64
import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas import wiring
from lambdas.core.errors import AlertError
from lambdas.core.webhooks import make_signature
from lambdas.handlers import worker_webhook
from lambdas.wiring import Door

SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
CONTEXT = SimpleNamespace(aws_request_id="r-1", function_name="f", memory_limit_in_mb=1, invoked_function_arn="arn")
LEFT = {
    "type": "worker.left",
    "timestamp": "2026-05-04T12:00:00Z",
    "data": {"email": "lena@example.com", "effective_at": "2026-05-04T12:00:00Z"},
}


@pytest.fixture
def published(monkeypatch):
    """The events that went out; the door is real but for the clock, the secret and the bus."""
    events = []
    door = Door(lambda: NOW, lambda: (SECRET,), events.append)
    monkeypatch.setattr(wiring, "door", lambda _context: door)
    return events


def request(body: bytes, headers: dict[str, str], *, encoded: bool = False, method: str = "POST") -> dict:
    """An HTTP API event, payload format 2.0."""
    return {
        "version": "2.0",
        "routeKey": f"{method} /workers",
        "rawPath": "/workers",
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {"http": {"method": method, "path": "/workers"}, "stage": "$default"},
        "body": base64.b64encode(body).decode() if encoded else body.decode(errors="surrogateescape"),
        "isBase64Encoded": encoded,
    }


def signed(body: bytes) -> dict[str, str]:
    timestamp = int(NOW.timestamp())
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(timestamp),
        "webhook-signature": make_signature(SECRET, "msg_1", timestamp, body),
        "content-type": "application/json",
    }


def post(body: bytes, headers: dict[str, str] | None = None, *, encoded: bool = False) -> tuple[int, dict]:
    event = request(body, signed(body) if headers is None else headers, encoded=encoded)
    answer = worker_webhook.handler(event, CONTEXT)
    return answer["statusCode"], json.loads(answer["body"])


@pytest.mark.parametrize("encoded", [False, True])
def test_a_genuine_event_is_taken(published, encoded):
    """Signed and right: 202 with the id, and the event is out; API Gateway may have encoded the body."""
    body = json.dumps(LEFT).encode()
    assert post(body, encoded=encoded) == (202, {"id": "msg_1"})
    assert [event.data.email for event in published] == ["lena@example.com"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"\xff\xfe", "not JSON"),
        (b"{" * 5000, "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"NaN", "expected a JSON object"),
    ],
)
def test_bytes_that_are_no_event(published, body, told):
    """Signed nonsense is refused with a reason: bytes that are no text, and nesting without end."""
    status, answer = post(body, encoded=True)
    assert status == 400
    assert told in answer["error"]
    assert not published


@given(body=st.binary(max_size=300), signature=st.text(max_size=60), timestamp=st.text(max_size=20))
def test_nothing_unsigned_gets_in(body, signature, timestamp):
    """Any bytes under any headers get 401, no detail, and have no effect."""
    events = []
    headers = {"webhook-id": "m", "webhook-timestamp": timestamp, "webhook-signature": signature}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "door", lambda _context: Door(lambda: NOW, lambda: (SECRET,), events.append))
        status, answer = post(body, headers, encoded=True)
    assert status == 401
    assert answer == {"error": "unauthenticated"}
    assert not events


def test_our_own_trouble_is_not_the_senders_fault(monkeypatch):
    """When the secret cannot be read the sender is told to try again, and nothing of our trouble."""

    def unreadable() -> tuple[str, ...]:
        raise AlertError("the webhook secret cannot be read: arn:aws:secretsmanager:...")

    monkeypatch.setattr(wiring, "door", lambda _context: Door(lambda: NOW, unreadable, lambda _event: None))
    assert post(json.dumps(LEFT).encode()) == (503, {"error": "try again later"})


def test_another_path_is_not_found(published):
    """There is one door and no other."""
    event = request(b"{}", {}) | {"rawPath": "/", "routeKey": "$default"}
    event["requestContext"]["http"]["path"] = "/"
    assert worker_webhook.handler(event, CONTEXT)["statusCode"] == 404
