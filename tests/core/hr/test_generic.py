"""Any other HR system, by a declared mapping."""

import json
from datetime import UTC, datetime

import pytest

from lambdas.core.errors import RejectError
from lambdas.core.hr.connections import Connection
from lambdas.core.hr.understood import Nothing
from tests.core.hr.messages import record, understand

USER = json.loads(record("scim-user.json"))
DECLARED = Connection.model_validate(
    {
        "current": "secret",
        "time_zone": "Asia/Tokyo",
        "mapping": {
            "email": "worker.mail",
            "worker_id": "worker.number",
            "type": "event",
            "types": {"TERM": "worker.left", "HIRE": "worker.joined", "TERM_CANCELLED": "worker.rescinded"},
            "effective_at": "worker.lastDay",
            "attributes": {"department": "worker.orgs[*].name"},
        },
    }
)
TERM = {"event": "TERM", "worker": {"mail": "kei@example.com", "number": 88, "lastDay": "2026-06-30"}}


def of(document, connection=DECLARED):
    return understand("generic", json.dumps(document).encode(), connection)


def test_scim():
    """Without a mapping the body is a SCIM user: who is not active has left."""
    (event,) = understand("generic", record("scim-user.json")).events
    assert (event.type, event.data.email, event.data.worker_id) == ("worker.left", "tariq.lund@example.com", "e-2209")
    assert event.data.attributes == {"department": "Finance", "employment_type": "Contractor", "job_title": "Analyst"}
    assert event.timestamp == datetime(2026, 5, 4, 11, 57, 40, tzinfo=UTC)


def test_scim_active():
    """An active user has changed; the primary address goes before the user name."""
    emails = [{"value": "old@example.com"}, {"value": "tariq@example.com", "primary": True}]
    (event,) = of({**USER, "active": True, "emails": emails}, Connection(current="s")).events
    assert (event.type, event.data.email) == ("worker.changed", "tariq@example.com")


def test_declared():
    """A declared mapping names the event, finds the facts, and ends the last day in the declared zone."""
    (event,) = of(TERM).events
    assert (event.type, event.data.email, event.data.worker_id) == ("worker.left", "kei@example.com", "88")
    assert event.data.effective_at == datetime(2026, 6, 30, 15, tzinfo=UTC)


def test_lists():
    """An attribute may have several values; what is no text is left out."""
    hired = {
        "event": "HIRE",
        "worker": {"mail": "kei@example.com", "orgs": [{"name": "A"}, {"name": None}, {"name": "B"}]},
    }
    (event,) = of(hired).events
    assert event.data.attributes == {"department": ["A", "B"]}


def test_unknown_type():
    """A type the mapping does not know is nothing for us, and says so."""
    assert of({**TERM, "event": "PAID"}) == Nothing("the mapping knows no type 'PAID'")


@pytest.mark.parametrize("event", ["TERM", "HIRE"])
def test_no_address(event):
    """Who cannot be named is refused."""
    with pytest.raises(RejectError, match="mail"):
        of({"event": event, "worker": {}})


def test_a_mapping_that_does_not_fit():
    """An expression that cannot be used on the record is refused by name."""
    connection = Connection.model_validate({"current": "s", "mapping": {"email": "mail", "left": "contains(n, 'x')"}})
    with pytest.raises(RejectError, match="contains"):
        of({"mail": "a@example.com", "n": 7}, connection)
