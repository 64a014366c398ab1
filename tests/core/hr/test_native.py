"""The native format, with an envelope and without one."""

import json
from datetime import UTC, datetime

import pytest

from lambdas.core.errors import RejectError
from lambdas.core.hr.native import CLOUDEVENTS, understand
from tests.core.hr.messages import CONNECTION, message, record

ENVELOPE = json.loads(record("cloudevent-left.json"))


def test_a_plain_event():
    """The id is the message's, and the facts are the body's."""
    data = {"email": "mia@example.com", "attributes": {"department": "Platform", "skills": ["go", "aws"]}}
    body = json.dumps({"type": "worker.changed", "timestamp": "2026-05-04T11:58:00Z", "data": data}).encode()
    (event,) = understand(message(body), CONNECTION).events
    assert (event.id, event.type, event.data.email) == ("m", "worker.changed", "mia@example.com")
    assert event.data.attributes == {"department": "Platform", "skills": ["go", "aws"]}
    assert event.data.effective_at == datetime(2026, 5, 4, 11, 58, tzinfo=UTC)


def test_a_cloudevents_envelope():
    """An envelope is opened, whether the content type or a member says there is one; the last day ends where it is."""
    for content_type in ("application/json", CLOUDEVENTS):
        (event,) = understand(message(json.dumps(ENVELOPE).encode(), content_type), CONNECTION).events
        assert (event.id, event.type, event.data.worker_id) == ("m", "worker.left", "21007")
        assert event.data.effective_at == datetime(2026, 5, 31, 22, tzinfo=UTC)


def test_an_envelope_without_a_time():
    """CloudEvents may leave the time out: it is then that of the arrival."""
    envelope = {name: value for name, value in ENVELOPE.items() if name != "time"}
    (event,) = understand(message(json.dumps(envelope).encode()), CONNECTION).events
    assert event.timestamp == datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"specversion": "0.3"}, "specversion"),
        ({"id": ""}, "id: expected a text"),
        ({"source": None}, "source: expected a text"),
        ({"data_base64": "e30="}, "data_base64"),
        ({"type": "hr.employee.terminated"}, "unknown event type"),
        ({"data": []}, "data"),
    ],
)
def test_an_envelope_that_is_none(change, told):
    """An envelope of another kind is refused with what is wrong."""
    with pytest.raises(RejectError, match=told):
        understand(message(json.dumps({**ENVELOPE, **change}).encode()), CONNECTION)


def test_a_body_that_only_says_it_is_an_envelope():
    """With CloudEvents' content type, an envelope is expected."""
    with pytest.raises(RejectError, match="specversion"):
        understand(message(b"{}", CLOUDEVENTS), CONNECTION)


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("zone", ["", "Asia/Tokyo", "America/Los_Angeles"])
def test_the_ends_of_the_calendar(when, zone):
    """A time no calendar reaches is read or refused like any other mistake, as the event's own time too."""
    said = {"email": "mia@example.com", "effective_at": when, "time_zone": zone}
    for kind, timestamp in (("worker.left", "2026-05-04T11:58:00Z"), ("worker.joined", when)):
        body = json.dumps({"type": kind, "timestamp": timestamp, "data": said}).encode()
        try:
            found = understand(message(body), CONNECTION)
        except RejectError:
            continue
        assert len(found.events) == 1
