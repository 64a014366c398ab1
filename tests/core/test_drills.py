"""Drills: the marked event, its rule, and when one is overdue."""

from datetime import UTC, datetime, timedelta

import pytest

from lambdas.core.drills import (
    Appointment,
    Drill,
    DrillReport,
    DrillSignal,
    drill_rule,
    drill_text,
    find_overdue,
    parse_drill,
    parse_drill_signal,
)
from lambdas.core.errors import RejectError
from lambdas.core.patterns import holds
from tests.events import load

ACCOUNT = "111122223333"
NOW = datetime(2031, 2, 3, 4, 5, tzinfo=UTC)
EVENT = {
    "source": "gatehouse.drill",
    "detail-type": "BreakGlassDrill",
    "account": ACCOUNT,
    "detail": Drill("d-1").to_detail(),
}


def test_the_rule_lets_a_drill_through():
    """A drill of this account, and nothing else."""
    pattern = drill_rule(ACCOUNT).pattern
    assert holds(pattern, EVENT)
    assert not holds(pattern, {**EVENT, "account": "999999999999"})
    assert not holds(pattern, load("sts/AssumeRole-same-account.json"))


def test_the_reader_reads_what_the_rule_lets_through():
    """The drill comes out as it went in; other events are none; one without an id is refused."""
    assert parse_drill(EVENT) == Drill("d-1")
    assert parse_drill(load("sts/AssumeRole-same-account.json")) is None
    with pytest.raises(RejectError):
        parse_drill({**EVENT, "detail": {}})


@pytest.mark.parametrize("appointment", list(Appointment))
def test_appointments(appointment: Appointment):
    """What is put into the lane is read back."""
    signal = DrillSignal(appointment, "e-1")
    assert parse_drill_signal(signal.to_event()) == signal


@pytest.mark.parametrize("event", [{}, EVENT, {"source": "gatehouse", "detail-type": "SweepDue", "id": "e"}])
def test_others_have_no_appointment(event):
    """The drill lane takes its own appointments only."""
    with pytest.raises(RejectError):
        parse_drill_signal(event)


def test_nobody_takes_it_for_the_real_thing():
    """Subject and first line say that it is a drill."""
    subject, message = drill_text(Drill("d-1"))
    assert subject.startswith("DRILL")
    assert message.startswith("This is a drill")
    assert "d-1" in message


def record(days_ago: float, result: str = "succeeded") -> dict:
    return {"result": result, "at": (NOW - timedelta(days=days_ago)).isoformat()}


@pytest.mark.parametrize(
    ("records", "overdue"),
    [
        ([], "no drill has succeeded yet"),
        ([record(1, "failed")], "no drill has succeeded yet"),
        ([record(30.9)], ""),
        ([record(31.1)], "the last drill that succeeded was on 2031-01-03, and one is due every 30 days"),
        ([record(50), record(2)], ""),
        ([record(2), record(50)], ""),
        ([record(40), record(1, "failed")], "the last drill that succeeded was on 2030-12-25"),
    ],
)
def test_overdue(records, overdue):
    """A drill may be a day late, and one that failed was none."""
    assert find_overdue(records, NOW, timedelta(days=30)).startswith(overdue)
    assert bool(find_overdue(records, NOW, timedelta(days=30))) is bool(overdue)


def test_a_report_with_a_finding_is_a_failure():
    """An alarm that arrives is not enough."""
    assert DrillReport(2.0).succeeded
    assert DrillReport(2.0, ("rule Trails is gone",)).to_document()["result"] == "failed"
