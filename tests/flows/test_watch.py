"""Break glass used: an incident and a message, once per act."""

import pytest

from lambdas.core.errors import RetryError
from lambdas.flows.watch import watch
from tests.events import load
from tests.flows.world import POLICY, make_world

USED = load("sts/AssumeRole-same-account.json")


def test_use_is_an_incident_and_a_message():
    """The incident is open, people and machines are told."""
    ports = make_world()
    finding = watch(USED, POLICY, ports)
    assert ports.ledger.incidents[finding.id]["status"] == "open"
    ((subject, message),) = ports.notifier.alerts
    assert subject == "Break glass used: BreakGlassAdmin in 123456789012"
    assert "user/breakglass-oncall" in message
    assert [name for name, _ in ports.notifier.events] == ["BreakGlassUsed"]


def test_one_act_recorded_twice_is_told_once():
    """The two records of a cross-account call, and each of them repeated, are one message."""
    ports = make_world()
    for name in ("source", "target", "source"):
        watch(load(f"sts/AssumeRole-cross-account-{name}.json"), POLICY, ports)
    assert len(ports.ledger.incidents) == len(ports.notifier.alerts) == 1


def test_a_refused_attempt_is_told_as_one():
    """Denied is an attempt, never a use."""
    ports = make_world()
    watch(load("sts/AssumeRole-denied.json"), POLICY, ports)
    assert ports.notifier.alerts[0][0].startswith("Break glass tried and refused")
    assert [name for name, _ in ports.notifier.events] == ["BreakGlassAttempted"]


def test_a_message_that_did_not_go_out_goes_out_the_next_time():
    """An incident that was opened but not announced is announced when the event comes again."""
    ports = make_world()
    ports.notifier.faults = [RetryError("throttled")]
    with pytest.raises(RetryError):
        watch(USED, POLICY, ports)
    watch(USED, POLICY, ports)
    assert len(ports.notifier.alerts) == 1


def test_other_events_are_none():
    """An event about something else opens nothing."""
    ports = make_world()
    assert watch(load("organizations/MoveAccount.json"), POLICY, ports) is None
    assert not ports.ledger.incidents


def test_what_may_be_nothing_wakes_nobody():
    """A finding of low severity is kept and published, and no message goes out."""
    ports = make_world()
    finding = watch(load("organizations-policies/UpdatePolicy-other.json"), POLICY, ports)
    assert ports.ledger.incidents[finding.id]["severity"] == "low"
    assert [name for name, _ in ports.notifier.events] == ["BreakGlassTampered"]
    assert not ports.notifier.alerts


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("signin/ConsoleLogin-root-mfa.json", "RootUsed"),
        ("events/DisableRule.json", "BreakGlassTampered"),
        ("cloudtrail/DeleteTrail-denied.json", "BreakGlassAttempted"),
    ],
)
def test_every_kind_is_published_under_its_name(name, published):
    """Machines can tell the kinds apart by the detail-type alone."""
    ports = make_world()
    watch(load(name), POLICY, ports)
    assert [found for found, _ in ports.notifier.events] == [published]
    assert len(ports.notifier.alerts) == 1
