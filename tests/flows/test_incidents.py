"""What becomes of an open incident: told again and again, acknowledged, closed."""

from datetime import timedelta

import pytest

from lambdas.core.errors import RejectError, RetryError
from lambdas.core.escalations import Escalation, parse_escalation
from lambdas.flows.incidents import acknowledge_incident, change_incident, escalate
from lambdas.flows.watch import watch
from tests.core.break_glass.world import changed
from tests.events import load
from tests.flows.fakes import FakePorts
from tests.flows.world import POLICY, make_world

USED = load("sts/AssumeRole-same-account.json")


@pytest.fixture
def ports() -> FakePorts:
    """A world in which break glass has been used, and people were told once."""
    made = make_world()
    watch(USED, POLICY, made)
    return made


def only(ports: FakePorts) -> dict:
    (incident,) = ports.ledger.incidents.values()
    return incident


def next_wake(ports: FakePorts) -> Escalation:
    """The wake-up of the incident's present round, when its time has come."""
    _, at, event = ports.schedules.wakes[Escalation.of(only(ports)).name]
    ports.clock.time = at
    escalation = parse_escalation(event)
    assert escalation is not None
    return escalation


def take(ports: FakePorts, reason: str = "the region is down") -> dict:
    return acknowledge_incident(only(ports)["id"], by="arn:oncall", reason=reason, ticket="INC-1", ports=ports)


def test_what_nobody_acknowledges_is_told_again_and_louder(ports):
    """Each time the subject says for how long, and the next call is prepared."""
    for hours in (4, 8, 12):
        assert escalate(next_wake(ports), POLICY, ports) == "open"
        assert ports.notifier.alerts[-1][0].startswith(f"NOT ACKNOWLEDGED for {hours} h: use of BreakGlassAdmin")
    assert only(ports)["escalations"] == 3
    assert [name for name, _ in ports.notifier.events].count("IncidentNotAcknowledged") == 3


def test_a_wake_up_that_comes_twice_is_one_call(ports):
    """The second delivery of the same wake-up has been overtaken."""
    wake = next_wake(ports)
    assert [escalate(wake, POLICY, ports) for _ in range(2)] == ["open", "overtaken"]
    assert len(ports.notifier.alerts) == 2


def test_acknowledged_is_told_no_more(ports):
    """Who, why and where stand in the incident; the wake-up waits until it is quiet, and says nothing."""
    incident = take(ports)
    assert incident["status"] == "acknowledged"
    assert incident["acknowledgements"][0]["by"] == "arn:oncall"
    assert ports.notifier.events[-1][0] == "IncidentAcknowledged"
    assert escalate(next_wake(ports), POLICY, ports) == "acknowledged"
    assert len(ports.notifier.alerts) == 1


def test_closed_when_it_has_been_quiet(ports):
    """Twelve hours after the last of it the incident is closed, with a timeline of all that was seen."""
    watch(
        changed(USED, eventID="second", eventName="AssumeRole", requestParameters__roleSessionName="b"), POLICY, ports
    )
    take(ports)
    escalate(next_wake(ports), POLICY, ports)
    assert escalate(next_wake(ports), POLICY, ports) == "closed"
    subject, message = ports.notifier.alerts[-1]
    assert subject.startswith("Closed: use of BreakGlassAdmin")
    assert message.count("AssumeRole: role BreakGlassAdmin in 123456789012") == 2
    assert "the region is down (INC-1)" in message
    name, detail = ports.notifier.events[-1]
    assert (name, detail["status"], detail["ocsf"]["activity_name"]) == ("IncidentClosed", "closed", "Close")
    assert ports.clock.now() - timedelta(hours=12) >= make_world().clock.now()


def test_something_new_must_be_acknowledged_too(ports):
    """An acknowledged incident is open again when something new joins it, and its clock begins anew."""
    take(ports)
    ports.clock.time += timedelta(hours=1)
    watch(changed(USED, eventID="second", requestParameters__roleSessionName="other"), POLICY, ports)
    assert only(ports)["status"] == "open"
    old = Escalation(only(ports)["id"], 1)
    assert escalate(old, POLICY, ports) == "overtaken"
    escalate(next_wake(ports), POLICY, ports)
    assert ports.notifier.alerts[-1][0].startswith("NOT ACKNOWLEDGED for 4 h")


def test_what_comes_after_the_end_is_a_new_incident(ports):
    """A closed incident takes nothing in; the act that opened it stays known."""
    take(ports)
    escalate(next_wake(ports), POLICY, ports)
    escalate(next_wake(ports), POLICY, ports)
    closed = only(ports)["id"]
    assert watch(USED, POLICY, ports) == closed
    assert watch(changed(USED, eventID="second"), POLICY, ports) != closed


@pytest.mark.parametrize(("incident_id", "reason"), [("nobody", "why"), ("", " ")])
def test_an_acknowledgement_needs_an_incident_and_a_reason(ports, incident_id, reason):
    """What is not there, and what nobody can explain, is refused and changes nothing."""
    before = only(ports)
    with pytest.raises(RejectError):
        acknowledge_incident(incident_id or before["id"], by="me", reason=reason, ticket="", ports=ports)
    assert only(ports) == before


def test_a_closed_incident_cannot_be_acknowledged(ports):
    """Whoever comes too late is told so."""
    take(ports)
    escalate(next_wake(ports), POLICY, ports)
    escalate(next_wake(ports), POLICY, ports)
    with pytest.raises(RejectError, match="closed"):
        take(ports)


def test_a_call_that_did_not_go_out_is_made_again(ports):
    """The message comes before the next round: what dies between them is brought back by its wake-up."""
    wake, ports.notifier.faults = next_wake(ports), [RetryError("throttled")]
    with pytest.raises(RetryError):
        escalate(wake, POLICY, ports)
    assert escalate(wake, POLICY, ports) == "open"


def test_others_that_are_always_faster(ports):
    """An incident that never stands still is an error, not a lost change."""
    ports.ledger.rivals = [{**only(ports), "rival": number} for number in range(9)]
    with pytest.raises(RetryError):
        change_incident(only(ports)["id"], lambda read: {**read, "mine": True}, ports)


def test_events_of_others_are_no_wake_ups():
    """Any other event is none; a wake-up without its members is refused."""
    assert parse_escalation(USED) is None
    with pytest.raises(RejectError):
        parse_escalation({"source": "gatehouse", "detail-type": "EscalationDue", "detail": {}})
