"""What HR may say: four events, days that are days somewhere, and attributes."""

import pytest

from lambdas.core.errors import RejectError
from lambdas.core.workers import parse_worker_event


def parse(kind: str, **facts: object):
    document = {
        "type": f"worker.{kind}",
        "timestamp": "2026-05-04T10:00:00+02:00",
        "data": {"email": "lena@example.com", **facts},
    }
    return parse_worker_event("msg_1", document).data


@pytest.mark.parametrize(
    ("kind", "zone", "moment"),
    [
        ("left", "", "2026-05-05T00:00:00+00:00"),
        ("left", "Europe/Berlin", "2026-05-04T22:00:00+00:00"),
        ("left", "America/Los_Angeles", "2026-05-05T07:00:00+00:00"),
        ("joined", "Europe/Berlin", "2026-05-03T22:00:00+00:00"),
        ("changed", "Asia/Tokyo", "2026-05-03T15:00:00+00:00"),
    ],
)
def test_a_day(kind, zone, moment):
    """A bare date is that day where the worker works: for a leaver its end, for anybody else its beginning."""
    assert parse(kind, effective_at="2026-05-04", time_zone=zone).effective_at.isoformat() == moment


@pytest.mark.parametrize("kind", ["joined", "changed", "rescinded"])
def test_no_time(kind):
    """Without a time it holds from when it was said."""
    assert parse(kind).effective_at.isoformat() == "2026-05-04T08:00:00+00:00"


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, "data.effective_at"),
        ({"effective_at": "2026-02-31"}, "data.effective_at"),
        ({"effective_at": "9999-12-31"}, "data.effective_at"),
        ({"effective_at": "2026-05-04", "time_zone": "Europe/Atlantis"}, "no such time zone 'Europe/Atlantis'"),
        ({"effective_at": "2026-05-04", "time_zone": "../../etc/passwd"}, "data.time_zone"),
        ({"effective_at": "2026-05-04", "attributes": {"department": 7}}, "data.attributes.department"),
        ({"effective_at": "2026-05-04", "attributes": {"": "x"}}, "data.attributes"),
    ],
)
def test_refused(facts, told):
    """A leaver without a time, a day that is none, a zone that is none, an attribute that is no text."""
    with pytest.raises(RejectError, match=told):
        parse("left", **facts)
