"""Requests of every kind at the one door: no answer is a 5xx, and none that is not genuine has an effect.

5,000 requests in the CI profile, a tenth of it elsewhere.
"""

import json
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lambdas import wiring
from lambdas.core.hr import SOURCES
from lambdas.core.hr.connections import Connection
from lambdas.core.webhooks import Request
from lambdas.handlers import worker_webhook
from tests.events import FOLDER
from tests.flows.fake_door import NOW, FakeDoor
from tests.flows.sending import make_connections, send
from tests.handlers.requests import make_event

CONTEXT = SimpleNamespace(aws_request_id="r-1", function_name="f", memory_limit_in_mb=1, invoked_function_arn="arn")
# How many of the profile's number: together 5,000 where it is 1,000.
FORGED, GENUINE = 3, 2
PROFILE = settings().max_examples
CONNECTIONS = make_connections()
BODIES = [path.read_bytes() for path in sorted((FOLDER / "hr").glob("*.json"))]
RIPPLING = b"event_name=employee.terminated&company_id=63f1&id=63f2"

ANYTHING = st.text(max_size=60)
NAMES = sorted({name for source in SOURCES for name in send(source, b"").headers} | {"content-type", "host"})
VALUES = (
    ANYTHING
    | st.sampled_from(
        [
            "application/json",
            "application/cloudevents+json",
            "application/x-www-form-urlencoded",
            "Bearer ",
            "v1,",
            "v1, v1,",
        ]
    )
    | st.integers(0, 2**40).map(str)
    | st.just(str(int(NOW.timestamp())))
    | st.text("0123456789abcdef", min_size=64, max_size=64)
)
HEADERS = st.dictionaries(st.sampled_from(NAMES) | ANYTHING, VALUES, max_size=8)
PATHS = (
    st.just("/workers")
    | st.sampled_from(SOURCES).map("/workers/{}".format)
    | ANYTHING.map("/workers/{}".format)
    | ANYTHING.map("/{}".format)
)
METHODS = st.sampled_from(["POST"] * 8 + ["GET", "PUT", "OPTIONS", "HEAD"])
QUERIES = st.dictionaries(st.sampled_from(["token", "x"]) | ANYTHING, ANYTHING, max_size=2)
RAW = st.binary(max_size=400) | st.sampled_from([*BODIES, RIPPLING])


def answer(event: dict, door: FakeDoor) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "door", lambda _context: door)
        found = worker_webhook.handler(event, CONTEXT)
    json.loads(found.get("body") or "null")
    return found["statusCode"]


@st.composite
def mutated(draw):
    """A documented body with some bytes cut out, put in or replaced."""
    found = bytearray(draw(st.sampled_from([*BODIES, RIPPLING])))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(found)))
        found[start : start + draw(st.integers(0, 12))] = draw(st.binary(max_size=12))
    return bytes(found)


@settings(max_examples=PROFILE * FORGED, suppress_health_check=[HealthCheck.too_slow])
@given(
    request=st.builds(Request, HEADERS, RAW, st.just(NOW), QUERIES, ANYTHING),
    path=PATHS,
    method=METHODS,
    encoded=st.booleans(),
    text=st.none() | ANYTHING,
)
def test_nothing_unsigned_gets_in(request, path, method, encoded, text):
    """Any bytes under any headers at any path are refused with a 4xx, and have no effect."""
    door = FakeDoor(CONNECTIONS)
    status = answer(make_event(path, request, encoded=encoded, method=method, text=text), door)
    assert 400 <= status < 500
    assert door.effects() == 0
    assert door.hr.asked == []


@settings(max_examples=PROFILE * GENUINE, suppress_health_check=[HealthCheck.too_slow])
@given(source=st.sampled_from(SOURCES), body=mutated() | RAW, repeats=st.integers(1, 2))
def test_whoever_signs_nonsense_is_told_so(source, body, repeats):
    """A genuine sender may send any bytes: they are taken or refused, never a crash, and never twice."""
    door = FakeDoor(CONNECTIONS)
    event = make_event(f"/workers/{source}", send(source, body))
    statuses = {answer(event, door) for _ in range(repeats)}
    assert len(statuses) == 1
    assert statuses <= {202, 400, 401}
    assert len({event.id for event in door.published}) == len(door.published)
    assert statuses == {202} or door.effects() == 0


@given(body=mutated() | RAW)
def test_before_a_handshake(body):
    """While a handshake is awaited, a token is kept for a person, and nothing else has any effect."""
    door = FakeDoor({"gusto": Connection(handshake=True)})
    event = make_event("/workers/gusto", Request({"content-type": "application/json"}, body, NOW))
    status = answer(event, door)
    assert status in (202, 400, 401)
    assert door.published == []
    assert (status == 202) == (len(door.tokens) == 1)
