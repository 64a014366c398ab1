"""Break glass used: an incident and a message, once per act; what belongs together is one incident."""

import json
from datetime import timedelta
from typing import Any

import pytest

from lambdas.core.errors import RetryError
from lambdas.core.policy import Policy
from lambdas.flows.watch import watch
from tests.core.break_glass.world import changed
from tests.events import load
from tests.flows.fakes import FakePorts
from tests.flows.world import POLICY, make_world

USED = load("sts/AssumeRole-same-account.json")


def again(event_id: str, session: str = "") -> dict[str, Any]:
    """The same use once more, under another event id; by another session where one is named."""
    named = {"requestParameters__roleSessionName": session} if session else {}
    return changed(USED, eventID=event_id, **named)


def published(ports: FakePorts) -> list[str]:
    return [name for name, _ in ports.notifier.events]


def test_use_is_an_incident_and_a_message():
    """The incident is open, people and machines are told, and a wake-up waits for nobody to answer."""
    ports = make_world()
    incident_id = watch(USED, POLICY, ports)
    incident = ports.ledger.incidents[incident_id]
    assert incident["status"] == "open"
    ((subject, message),) = ports.notifier.alerts
    assert subject == "Break glass used: BreakGlassAdmin in 123456789012"
    assert "user/breakglass-oncall" in message
    assert f"gatehouse acknowledge {incident_id}" in message
    assert published(ports) == ["BreakGlassUsed"]
    ((lane, at, event),) = ports.schedules.wakes.values()
    assert (lane, at) == ("break_glass", ports.clock.now() + timedelta(hours=4))
    assert event["detail"]["incident_id"] == incident_id


def test_machines_get_the_finding_in_ocsf_too():
    """The event on the bus names incident and status, and carries a Detection Finding."""
    ports = make_world()
    incident_id = watch(USED, POLICY, ports)
    ((_, detail),) = ports.notifier.events
    assert (detail["incident_id"], detail["status"]) == (incident_id, "open")
    assert detail["ocsf"]["class_uid"] == 2004
    assert json.dumps(detail)


def test_one_act_recorded_twice_is_told_once():
    """The two records of a cross-account call, and each of them repeated, are one message."""
    ports = make_world()
    for name in ("source", "target", "source"):
        watch(load(f"sts/AssumeRole-cross-account-{name}.json"), POLICY, ports)
    assert len(ports.ledger.incidents) == len(ports.notifier.alerts) == 1


def test_who_is_told_when_it_comes_late():
    """The target's side knows an account only: people hear once more when the caller's side says who."""
    ports = make_world()
    for name in ("target", "source", "target"):
        watch(load(f"sts/AssumeRole-cross-account-{name}.json"), POLICY, ports)
    (incident,) = ports.ledger.incidents.values()
    assert incident["count"] == 1
    assert "arn:" in incident["who"]
    assert len(ports.notifier.alerts) == 2
    assert incident["who"] in ports.notifier.alerts[1][1]


def test_the_like_of_what_was_told_joins_quietly():
    """The same role taken again in the same session is in the incident and on the bus, and wakes nobody."""
    ports = make_world()
    incident_id = watch(USED, POLICY, ports)
    assert watch(again("second"), POLICY, ports) == incident_id
    assert ports.ledger.incidents[incident_id]["count"] == 2
    assert published(ports) == ["BreakGlassUsed", "BreakGlassUsed"]
    assert len(ports.notifier.alerts) == 1


def test_something_new_of_the_same_person_is_told():
    """Another session of the same person and role joins the incident, and people hear of it."""
    ports = make_world()
    incident_id = watch(USED, POLICY, ports)
    assert watch(again("second", "other-session"), POLICY, ports) == incident_id
    assert len(ports.notifier.alerts) == 2
    assert f"Incident: {incident_id}" in ports.notifier.alerts[1][1]


def test_another_person_is_another_incident():
    """The session's name is the caller's choice: it alone joins nothing."""
    ports = make_world()
    other = changed(USED, eventID="second", userIdentity__arn="arn:aws:iam::123456789012:user/breakglass-two")
    assert watch(USED, POLICY, ports) != watch(other, POLICY, ports)
    assert len(ports.notifier.alerts) == 2


def test_a_refused_attempt_is_told_as_one():
    """Denied is an attempt, never a use."""
    ports = make_world()
    watch(load("sts/AssumeRole-denied.json"), POLICY, ports)
    assert ports.notifier.alerts[0][0].startswith("Break glass tried and refused")
    assert published(ports) == ["BreakGlassAttempted"]


def test_a_message_that_did_not_go_out_goes_out_the_next_time():
    """An incident that was opened but not told is told when the event comes again, and then no more."""
    ports = make_world()
    ports.notifier.faults = [RetryError("throttled")]
    with pytest.raises(RetryError):
        watch(USED, POLICY, ports)
    for _ in range(2):
        watch(USED, POLICY, ports)
    assert len(ports.notifier.alerts) == len(ports.notifier.events) == len(ports.schedules.wakes) == 1


def test_who_writes_at_the_same_time_loses_nothing():
    """When somebody acknowledges while a finding joins, both stand in the incident."""
    ports = make_world()
    incident_id = watch(USED, POLICY, ports)
    ports.ledger.rivals = [{**ports.ledger.incidents[incident_id], "acknowledgements": [{"by": "oncall"}]}]
    watch(again("second"), POLICY, ports)
    incident = ports.ledger.incidents[incident_id]
    assert (incident["count"], incident["acknowledgements"]) == (2, [{"by": "oncall"}])


def test_other_events_are_none():
    """An event about something else opens nothing."""
    ports = make_world()
    assert watch(load("organizations/MoveAccount.json"), POLICY, ports) is None
    assert not ports.ledger.incidents


def test_what_may_be_nothing_wakes_nobody():
    """A finding of low severity is kept, closed, and published; no message goes out and nobody has to answer."""
    ports = make_world()
    incident_id = watch(load("organizations-policies/UpdatePolicy-other.json"), POLICY, ports)
    incident = ports.ledger.incidents[incident_id]
    assert (incident["severity"], incident["status"]) == ("low", "closed")
    assert published(ports) == ["BreakGlassTampered"]
    assert not ports.notifier.alerts
    assert not ports.schedules.wakes


@pytest.mark.parametrize(
    ("name", "detail_type"),
    [
        ("signin/ConsoleLogin-root-mfa.json", "RootUsed"),
        ("events/DisableRule.json", "BreakGlassTampered"),
        ("cloudtrail/DeleteTrail-denied.json", "BreakGlassAttempted"),
    ],
)
def test_every_kind_is_published_under_its_name(name: str, detail_type: str):
    """Machines can tell the kinds apart by the detail-type alone."""
    ports = make_world()
    watch(load(name), POLICY, ports)
    assert published(ports) == [detail_type]
    assert len(ports.notifier.alerts) == 1


def test_the_policy_says_how_long_people_have():
    """acknowledge_within is the time until the first call again."""
    ports = make_world()
    hasty = POLICY.break_glass.model_copy(update={"acknowledge_within": timedelta(minutes=30)})
    watch(USED, Policy.model_validate({**POLICY.model_dump(), "break_glass": hasty.model_dump()}), ports)
    ((_, at, _),) = ports.schedules.wakes.values()
    assert at == ports.clock.now() + timedelta(minutes=30)
