"""What every adapter promises, whatever it is given."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.errors import RejectError
from lambdas.core.hr import PROVIDERS, SOURCES
from lambdas.core.hr.connections import Connection
from lambdas.core.hr.events import Reading, make_events
from lambdas.core.hr.understood import Handshake, Nothing, Notice, Thin, Told
from lambdas.core.workers import EventType
from tests.core.hr.messages import NOW, message, record
from tests.events import FOLDER

CONNECTIONS = (
    Connection(current="s"),
    Connection.model_validate(
        {"current": "s", "mapping": {"email": "data", "type": "type", "types": {"a": "worker.left"}}}
    ),
)
RECORDS = [json.loads(path.read_text()) for path in sorted((FOLDER / "hr").glob("*.json"))]
NAMES = sorted(
    {name for found in RECORDS for name in found} | {"employeeId", "changedFields", "meta", "event_type", "id"}
)
TEXTS = st.text(max_size=20) | st.sampled_from(
    ["employee.left", "worker.left", "2026-05-04", "2026-05-04T12:00:00Z", "1.0"]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=15,
)


@st.composite
def bent(draw):
    """A record of some HR system with one member replaced or taken out, on the first or second level."""
    document = json.loads(json.dumps(draw(st.sampled_from(RECORDS))))
    under = [document, *(value for value in document.values() if isinstance(value, dict))]
    place = draw(st.sampled_from([found for found in under if found]))
    name = draw(st.sampled_from(sorted(place)))
    if draw(st.booleans()):
        place[name] = draw(JSON)
    else:
        del place[name]
    return document


BODIES = st.binary(max_size=200) | (JSON | bent()).map(lambda document: json.dumps(document).encode())


@pytest.mark.parametrize("source", SOURCES)
@given(body=BODIES, connection=st.sampled_from(CONNECTIONS))
def test_only_a_refusal_is_ever_raised(source, body, connection):
    """An adapter answers with one of four things or refuses; nothing else comes out of it."""
    try:
        found = PROVIDERS[source].understand(message(body), connection)
    except RejectError:
        return
    assert isinstance(found, Told | Thin | Nothing | Handshake)


@given(JSON.filter(lambda found: isinstance(found, dict)), st.none() | st.sampled_from(EventType), st.booleans())
def test_a_record_of_any_shape(found, means, ending_changed):
    """Whatever an HR system answers, an event that comes of it is complete, or the record is refused."""
    mapping = PROVIDERS["generic"].mapping
    assert mapping is not None
    try:
        events = make_events(Notice("1", means, ending_changed), Reading("m", found, mapping, NOW))
    except RejectError:
        return
    assert all(event.data.email and event.data.worker_id == "1" for event in events)


@pytest.mark.parametrize("source", SOURCES)
def test_nesting_without_end(source):
    """A body nested beyond any stack is refused."""
    with pytest.raises(RejectError):
        PROVIDERS[source].understand(message(b"[" * 100_000), CONNECTIONS[0])


@pytest.mark.parametrize(
    "source", sorted({path.name.partition("-")[0] for path in (FOLDER / "hr").glob("*.json")} & set(SOURCES))
)
def test_pure(source):
    """The same message is understood the same way each time."""
    body = next((FOLDER / "hr").glob(f"{source}-*.json")).name
    first, second = (PROVIDERS[source].understand(message(record(body)), CONNECTIONS[0]) for _ in range(2))
    assert first == second
