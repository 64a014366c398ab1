"""What HR may say, and how it is refused when it says something else."""

import pytest

from lambdas.core.errors import RejectError
from lambdas.core.workers import (
    ReleaseSignal,
    WorkerSignal,
    make_release,
    make_wake,
    parse_worker_event,
    parse_worker_signal,
)

LEFT = {
    "type": "worker.left",
    "timestamp": "2026-05-04T12:00:00Z",
    "data": {"email": "lena@example.com", "effective_at": "2026-05-04T18:00:00+02:00", "worker_id": "e-17"},
}


def test_effective_time_is_utc():
    """An effective time with an offset is the same moment in UTC."""
    event = parse_worker_event("msg_1", LEFT)
    assert event.data.effective_at.isoformat() == "2026-05-04T16:00:00+00:00"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"type": "worker.promoted"},
            "unknown event type 'worker.promoted'; expected one of worker.joined, worker.changed, worker.left",
        ),
        ({"type": ["worker.left"]}, "unknown event type"),
        ({"timestamp": "noon"}, "timestamp"),
        ({"data": None}, "data"),
        ({"data": {"email": "lena@example.com"}}, "data.effective_at"),
        ({"data": {**LEFT["data"], "email": "lena"}}, "data.email"),
        ({"data": {**LEFT["data"], "effective_at": "2026-05-04T18:00:00"}}, "data.effective_at"),
        ({"data": {**LEFT["data"], "effective_at": "2026-02-30"}}, "data.effective_at"),
        ({"data": {**LEFT["data"], "effective_at": "9999-12-31"}}, "data.effective_at"),
        ({"data": {**LEFT["data"], "effective_at": "0001-01-01T00:00:00+14:00"}}, "data.effective_at"),
        ({"data": {**LEFT["data"], "time_zone": "Mars/Olympus"}}, "data.time_zone"),
    ],
)
def test_refusal_names_the_field(change, told):
    """A wrong body is refused with the field and what was expected."""
    with pytest.raises(RejectError, match=told.replace(".", r"\.")):
        parse_worker_event("msg_1", {**LEFT, **change})


def test_a_bare_date_ends_in_the_workers_zone():
    """A leaver works on the last day, wherever that day ends; without a zone it ends in UTC."""
    ends = {}
    for zone in ("", "Europe/Berlin", "America/Los_Angeles"):
        data = {**LEFT["data"], "effective_at": "2026-05-31", "time_zone": zone}
        ends[zone] = parse_worker_event("m", {**LEFT, "data": data}).data.effective_at.isoformat()
    assert ends == {
        "": "2026-06-01T00:00:00+00:00",
        "Europe/Berlin": "2026-05-31T22:00:00+00:00",
        "America/Los_Angeles": "2026-06-01T07:00:00+00:00",
    }


@pytest.mark.parametrize("kind", ["worker.joined", "worker.changed", "worker.rescinded"])
def test_what_is_no_end_holds_from_when_it_is_said(kind):
    """Only a leaver needs a time of effect."""
    event = parse_worker_event("m", {**LEFT, "type": kind, "data": {"email": "lena@example.com"}})
    assert event.data.effective_at == event.timestamp


@pytest.mark.parametrize("document", [None, [], "worker.left", 7])
def test_not_an_object(document):
    """A body that is no object is refused with the shape that is expected."""
    with pytest.raises(RejectError, match="expected a JSON object"):
        parse_worker_event("msg_1", document)


def test_the_bus_form_keeps_the_senders_id():
    """The event's id stays the sender's through the bus, whatever the envelope is called."""
    event = parse_worker_event("msg_1", LEFT)
    envelope = {"source": "gatehouse.hr", "detail-type": event.type, "id": "x", "detail": event.model_dump(mode="json")}
    assert parse_worker_signal(envelope) == WorkerSignal(event)


def test_a_wake_up_reads_back_as_what_it_was_written():
    """An event that waits comes back unchanged."""
    signal = WorkerSignal(parse_worker_event("msg_1", LEFT), "2026-05-04T12:00:00+00:00", 2)
    assert parse_worker_signal(make_wake(signal)) == signal


@pytest.mark.parametrize(
    "event", [{}, {"detail": {}}, {"source": "gatehouse", "detail-type": "WorkerDue", "detail": {}}]
)
def test_no_worker_event(event):
    """Anything else on the lane is refused."""
    with pytest.raises(RejectError):
        parse_worker_signal(event)


def test_a_release_reads_back_as_what_it_was_written():
    """The end of a quarantine comes back as the release of that user."""
    signal = ReleaseSignal("u-lena", "msg_1")
    assert parse_worker_signal(make_release(signal)) == signal
