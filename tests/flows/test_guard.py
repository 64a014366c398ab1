"""The guard: break-glass access that somebody takes away comes back, and people hear of it at once."""

import pytest

from lambdas.core.errors import AlertError
from lambdas.core.policy import Policy
from lambdas.core.scopes import Scope
from lambdas.core.signals import Signal
from lambdas.flows.looping import run_loops
from tests.flows.fakes import FakePorts
from tests.flows.world import DEV, POLICY, limits, make_world, of_group

SUBJECT = "Break-glass access was taken away"
PROMISED = of_group(DEV, "EmergencyAdmin", "Emergency")


def policy(drift: str = "revert") -> Policy:
    document = POLICY.model_dump(mode="json", by_alias=True)
    rule = {"group": "Emergency", "permission_set": "EmergencyAdmin", "accounts": "all"}
    return Policy.model_validate({**document, "access": [*document["access"], rule], "safety": {"drift": drift}})


def loop(ports: FakePorts, event_id: str, drift: str = "revert") -> None:
    signal = Signal("SweepDue", Scope(everything=True), event_id, "")
    run_loops([signal], policy(drift), ports, limits(ports), "sweep")


@pytest.fixture
def ports() -> FakePorts:
    """Everything stands as the policy says, and a loop has seen it so."""
    made = make_world()
    for number in range(2):
        loop(made, f"e-{number}")
    made.notifier.alerts.clear()
    return made


def alarms(ports: FakePorts) -> list[str]:
    return [message for subject, message in ports.notifier.alerts if subject == SUBJECT]


def test_what_is_taken_away_is_restored_with_an_alarm(ports):
    """The next loop grants it again, and says so to people and on the bus."""
    ports.center.assignments.remove(PROMISED)
    loop(ports, "e-2")
    assert PROMISED in ports.center.assignments
    (message,) = alarms(ports)
    assert "group Emergency, EmergencyAdmin, in payments-dev (111111111111): restored" in message
    assert "BreakGlassAccessLost" in [name for name, _ in ports.notifier.events]


def test_what_cannot_be_restored_is_said(ports):
    """The alarm does not wait for AWS to agree."""
    ports.center.assignments.remove(PROMISED)
    ports.center.faults = [AlertError("denied")]
    loop(ports, "e-2")
    assert "not restored yet" in alarms(ports)[0]


def test_drift_that_is_only_reported_rings_as_well(ports):
    """With safety.drift report the access stays away, and people hear of it all the same."""
    ports.center.assignments.remove(PROMISED)
    loop(ports, "e-2", drift="report")
    assert PROMISED not in ports.center.assignments
    assert "safety.drift is report" in alarms(ports)[0]


def test_other_drift_is_no_alarm(ports):
    """What is not break glass is put right without waking anybody."""
    ports.center.assignments.remove(of_group(DEV, "DevPowerUser", "Developers"))
    loop(ports, "e-2")
    assert not alarms(ports)


def test_a_new_account_is_no_alarm():
    """Access that is given for the first time was not taken away."""
    ports = make_world()
    loop(ports, "e-0")
    assert PROMISED in ports.center.assignments
    assert not alarms(ports)
