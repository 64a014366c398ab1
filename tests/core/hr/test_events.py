"""A notice and a record, and what follows from the two."""

import json
from datetime import UTC, datetime

import pytest

from lambdas.core.errors import RejectError
from lambdas.core.hr.bamboohr import MAPPING
from lambdas.core.hr.events import Reading, make_events
from lambdas.core.hr.understood import Notice
from lambdas.core.workers import EventType
from tests.core.hr.messages import NOW, record

ACTIVE = json.loads(record("bamboohr-record.json"))
ENDS = {**ACTIVE, "terminationDate": "2026-06-30"}
GONE = {**ACTIVE, "status": "Inactive", "terminationDate": "2026-05-03"}
# Somebody who came back: the date is that of the first time.
BACK = {**ACTIVE, "terminationDate": "2024-01-31"}


def events(record, **said):
    reading = Reading("bamboohr:m", record, MAPPING, NOW, "Europe/Lisbon")
    return make_events(Notice("417", **said), reading)


@pytest.mark.parametrize(
    ("record", "said", "expected"),
    [
        (ACTIVE, {}, ["worker.changed"]),
        (BACK, {}, ["worker.changed"]),
        (ACTIVE, {"ending_changed": True}, ["worker.rescinded", "worker.joined"]),
        (BACK, {"ending_changed": True}, ["worker.rescinded", "worker.joined"]),
        (ACTIVE, {"means": EventType.JOINED}, ["worker.joined"]),
        (ACTIVE, {"means": EventType.RESCINDED}, ["worker.rescinded"]),
        (ACTIVE, {"means": EventType.LEFT}, ["worker.left"]),
        (ENDS, {}, ["worker.changed", "worker.left"]),
        (ENDS, {"ending_changed": True}, ["worker.changed", "worker.left"]),
        (ENDS, {"means": EventType.JOINED}, ["worker.joined", "worker.left"]),
        (GONE, {}, ["worker.left"]),
        (GONE, {"ending_changed": True}, ["worker.left"]),
        (GONE, {"means": EventType.JOINED}, ["worker.left"]),
        ({**ACTIVE, "workEmail": None}, {"ending_changed": True}, []),
    ],
)
def test_what_follows(record, said, expected):
    """The table of `make_events`, row by row."""
    assert [event.type for event in events(record, **said)] == expected


def test_the_last_day_ends_where_the_company_is():
    """A bare date ends at midnight of the connection's zone, which in Lisbon's summer is an hour before UTC's."""
    _, left = events(ENDS)
    assert left.data.effective_at == datetime(2026, 6, 30, 23, tzinfo=UTC)


def test_facts():
    """The event has the record's facts, is as new as the reading, and is told apart from any other of the message."""
    (changed,) = events(ACTIVE)
    assert (changed.id, changed.timestamp) == ("bamboohr:m:417:changed", NOW)
    assert (changed.data.email, changed.data.worker_id) == ("ines.okafor@example.com", "417")
    assert changed.data.attributes["department"] == "Platform"
    assert changed.data.attributes["employment_type"] == "Full-Time"


def test_a_leaver_without_a_date_left_now():
    """Somebody who is inactive with no date known has left when it was read."""
    (left,) = events({**GONE, "terminationDate": "0000-00-00"})
    assert left.data.effective_at == NOW


def test_a_leaver_without_an_address():
    """A leaver whom nobody can be found for is never passed over."""
    with pytest.raises(RejectError, match=r"data\.email"):
        events({**GONE, "workEmail": ""})


def test_a_date_that_is_none():
    """A date in another form is refused, not taken for none: the end would be missed."""
    with pytest.raises(RejectError, match=r"data\.effective_at"):
        events({**ACTIVE, "terminationDate": "30/06/2026"})
