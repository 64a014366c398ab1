"""What an incident is, as a value: the table in core/incidents.py, line by line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.break_glass import Finding, FindingKind, Severity, Subject
from lambdas.core.escalations import Escalation
from lambdas.core.incident_texts import closing_text, escalation_text, how_long
from lambdas.core.incidents import (
    MOST_FINDINGS,
    Incident,
    acknowledge,
    add_finding,
    find_incident_id,
    find_untold,
    look_again,
    mark_told,
    summarize,
)

NOW = datetime(2031, 2, 3, 4, 5, tzinfo=UTC)
WITHIN = timedelta(hours=4)
PERSON, OTHER = "arn:aws:iam::111122223333:user/ada", "arn:aws:iam::111122223333:user/bob"
FINDING = Finding(
    id="f-1",
    kind=FindingKind.USE,
    severity=Severity.HIGH,
    event="AssumeRole",
    account_id="444455556666",
    subject=Subject("role", "BreakGlassAdmin"),
    session="night",
    who=PERSON,
    source_ip="198.51.100.7",
    region="eu-central-1",
    at="2031-02-03T04:04:00Z",
    check="Is there an emergency?",
)


def opened(*more: Finding) -> Incident:
    incident = add_finding(None, FINDING, NOW, WITHIN)
    for finding in more:
        incident = add_finding(incident, finding, NOW, WITHIN)
    return incident


def taken(incident: Incident) -> Incident:
    return acknowledge(incident, by="oncall", reason="power cut", ticket="INC-1", now=NOW)


@pytest.mark.parametrize(
    ("changes", "joins"),
    [
        ({}, True),
        ({"subject": Subject("role", "BreakGlassDeploy")}, True),  # the same session
        ({"session": "another"}, True),  # the same person and subject
        ({"session": "another", "subject": Subject("role", "BreakGlassDeploy")}, False),
        ({"session": "another", "account_id": "777788889999"}, False),
        ({"who": OTHER}, False),
        ({"session": "", "account_id": "777788889999"}, False),
        ({"severity": Severity.LOW}, False),
    ],
)
def test_what_belongs_together(changes, joins):
    """A finding joins an incident of the same person with the same session, or the same thing in the same account."""
    other = replace(FINDING, id="f-2", **changes)
    assert find_incident_id([summarize(opened())], other) == ("f-1" if joins else "f-2")


@pytest.mark.parametrize(
    ("changes", "news"),
    [
        ({}, False),
        ({"at": "2031-02-03T05:00:00Z", "source_ip": "203.0.113.9"}, False),
        ({"session": "another"}, True),
        ({"account_id": "777788889999"}, True),
        ({"subject": Subject("role", "BreakGlassDeploy")}, True),
        ({"kind": FindingKind.TAMPER, "event": "DeleteRule"}, True),
        ({"severity": Severity.CRITICAL}, True),
        ({"kind": FindingKind.TAMPER, "event": "DeleteRule", "severity": Severity.LOW}, False),
    ],
)
def test_what_people_must_hear_of(changes, news):
    """The like of what was told is not told again; whatever is new or graver is."""
    entry = find_untold(opened(replace(FINDING, id="f-2", **changes)), "f-2")
    assert entry is not None
    assert entry["news"] is news


def test_a_series_of_changes_rings_once():
    """Each further rule that the same session deletes is in the timeline, and wakes nobody."""
    first = replace(FINDING, id="f-2", kind=FindingKind.TAMPER, event="DeleteRule", subject=Subject("rule", "a"))
    second = replace(first, id="f-3", subject=Subject("rule", "b"))
    entries = opened(first, second)["findings"]
    assert [entry["news"] for entry in entries] == [True, True, False]


def test_told_once():
    """A finding that was told is told no more, nor is one that is not listed."""
    incident = mark_told(opened(), "f-1")
    assert find_untold(incident, "f-1") is find_untold(incident, "f-0") is None


@given(st.lists(st.sampled_from(["f-1", "f-2", "f-3"]), min_size=1, max_size=8))
def test_the_same_finding_again_changes_nothing(ids: list[str]):
    """However often and in which order findings come, each counts once."""
    incident = opened(*(replace(FINDING, id=found, session=found) for found in ids))
    assert incident["count"] == len({"f-1", *ids})
    assert incident == opened(*(replace(FINDING, id=found, session=found) for found in dict.fromkeys(ids)))


def test_a_flood_is_counted():
    """More findings than an item of the table holds are counted, and the last of them listed."""
    incident = opened(*(replace(FINDING, id=f"g-{number}") for number in range(MOST_FINDINGS + 5)))
    assert (len(incident["findings"]), incident["count"]) == (MOST_FINDINGS, MOST_FINDINGS + 6)


def test_an_incident_is_as_grave_as_its_gravest_finding():
    """Severity only grows."""
    grave = replace(FINDING, id="f-2", severity=Severity.CRITICAL)
    assert opened(grave, replace(FINDING, id="f-3"))["severity"] == "critical"


@pytest.mark.parametrize(
    ("incident", "after", "status"),
    [
        (opened(), timedelta(hours=4), "open"),
        (taken(opened()), timedelta(hours=4), "acknowledged"),
        (taken(opened()), timedelta(hours=12), "closed"),
    ],
)
def test_when_its_time_has_come(incident, after, status):
    """Open is told again; acknowledged waits until it has been quiet for the longest session, and is closed."""
    looked = look_again(incident, NOW + after, WITHIN)
    assert looked["status"] == status
    if status != "closed":
        assert Escalation.of(looked) != Escalation.of(incident)


@pytest.mark.parametrize("incident_id", ["0b5c", "arn:aws:health:global::event/IAM/x/y_1" * 4])
def test_the_name_of_a_wake_up(incident_id):
    """Whatever the id, EventBridge Scheduler takes the name."""
    name = Escalation(incident_id, 12).name
    assert len(name) <= 64
    assert all(letter.isalnum() or letter in "-_." for letter in name)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=20), "0 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=4, minutes=30), "4 h"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_how_long(time, words):
    """Minutes, hours, days: what a subject has room for."""
    assert how_long(time) == words


def test_texts():
    """The call says how long and what to type; the end says who, why, and what was seen, in order."""
    incident = opened(replace(FINDING, id="f-2", event="ConsoleLogin", at="2031-02-03T04:01:00Z", source_ip=""))
    subject, message = escalation_text(incident, NOW + timedelta(hours=8))
    assert subject == "NOT ACKNOWLEDGED for 8 h: use of BreakGlassAdmin in 444455556666"
    assert "gatehouse acknowledge f-1" in message
    assert message.index("ConsoleLogin") < message.index("AssumeRole")
    subject, message = closing_text(taken(incident))
    assert subject.startswith("Closed")
    assert "oncall at 2031-02-03T04:05: power cut (INC-1)" in message
