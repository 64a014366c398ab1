"""What waits past its time is found, whatever became of its wake-up."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lambdas.core.errors import RetryError
from lambdas.core.policy import Leaver
from lambdas.core.scopes import Scope
from lambdas.core.signals import Signal
from lambdas.core.workers import DirectorySignal, WaitingSignal, WorkerSignal, parse_worker_event, parse_worker_signal
from lambdas.flows.sweep import handle_sweep_signals
from lambdas.flows.worker_changed import handle_worker_signal
from tests.flows.world import LENA, POLICY, limits, make_world, signal

LOOK = WaitingSignal("hour-1")
OFFBOARDS = POLICY.model_copy(
    update={"workers": POLICY.workers.model_copy(update={"leaver": Leaver.model_validate({"on_disabled": "offboard"})})}
)
TOMORROW = "2026-05-05T12:00:00Z"


def handle(ports, found):
    return handle_worker_signal(found, POLICY, ports, limits(ports))


def sweep(ports, scope):
    handle_sweep_signals([Signal("SweepDue", scope, "night-1", "")], POLICY, ports, limits(ports))


def waiting_for_tomorrow():
    """A world in which lena leaves tomorrow, and whose wake-up is lost."""
    ports = make_world()
    assert handle(ports, signal(effective_at=TOMORROW)).startswith("waits until")
    ports.schedules.wakes.clear()
    return ports


def sent(ports):
    """What was sent to the lane, as it reads it."""
    assert {lane for lane, _ in ports.lanes.sent} <= {"workers"}
    return [parse_worker_signal(event) for _, event in ports.lanes.sent]


def test_the_sweep_finds_a_wake_up_that_never_fired():
    """After a look at everything, the leaver whose day has come is sent to the lane, and offboarded there."""
    ports = waiting_for_tomorrow()
    ports.clock.time += timedelta(days=1, minutes=15)
    sweep(ports, Scope(everything=True))
    (found,) = sent(ports)
    assert handle(ports, found) == "offboarded"
    assert ports.quarantine.denied == [LENA]


def test_the_hour_finds_it_too():
    """The look of every hour does the same, and once it is done there is nothing to find but the release."""
    ports = waiting_for_tomorrow()
    ports.clock.time += timedelta(days=1, minutes=15)
    assert handle(ports, LOOK) == "1 overdue"
    assert handle(ports, sent(ports)[0]) == "offboarded"
    assert handle(ports, LOOK) == "0 overdue"
    ports.clock.time += POLICY.workers.leaver.quarantine + timedelta(minutes=15)
    assert handle(ports, LOOK) == "1 overdue"
    assert handle(ports, sent(ports)[-1]) == "released from quarantine"
    assert handle(ports, LOOK) == "0 overdue"


@pytest.mark.parametrize("passed", [timedelta(), timedelta(days=1), timedelta(days=1, minutes=14)])
def test_what_is_not_overdue_is_left_to_its_wake_up(passed):
    """Before the day, and as long as the wake-up may be on its way, nothing is sent."""
    ports = waiting_for_tomorrow()
    ports.clock.time += passed
    sweep(ports, Scope(everything=True))
    assert (handle(ports, LOOK), ports.lanes.sent) == ("0 overdue", [])


def test_a_look_at_one_account_looks_at_no_worker():
    """Only the whole sweep does."""
    ports = waiting_for_tomorrow()
    ports.clock.time += timedelta(days=2)
    sweep(ports, Scope(frozenset({"111111111111"})))
    assert ports.lanes.sent == []


def test_a_leave_that_was_taken_back_is_looked_at_once():
    """What HR has said since counts, and then nothing waits any longer."""
    ports = waiting_for_tomorrow()
    told = {"email": "lena@example.com", "worker_id": "e-17"}
    document = {"type": "worker.rescinded", "timestamp": "2026-05-04T13:00:00Z", "data": told}
    ports.clock.time += timedelta(hours=2)
    handle(ports, WorkerSignal(parse_worker_event("msg_2", document)))
    ports.clock.time += timedelta(days=2)
    assert handle(ports, LOOK) == "1 overdue"
    assert "offboarded" not in handle(ports, sent(ports)[0])
    assert (handle(ports, LOOK), ports.quarantine.denied) == ("0 overdue", [])


def test_what_is_retried_waits_like_what_has_a_date():
    """An offboarding that failed and whose retry is lost comes back; when it is complete it waits no longer."""
    ports = make_world()
    ports.store.faults = [RetryError("throttled")]
    assert handle(ports, signal()).startswith("unfinished")
    ports.schedules.wakes.clear()
    ports.clock.time += timedelta(days=1)
    assert handle(ports, LOOK) == "1 overdue"
    (found,) = sent(ports)
    assert found.attempt == 1
    assert handle(ports, found) == "offboarded"
    assert [document["wake"]["detail-type"] for document in ports.ledger.list_waiting()] == ["QuarantineReleaseDue"]


def test_a_user_who_is_enabled_again_waits_no_longer():
    """A disabled user whose offboarding failed, and who is enabled by then, does not come back every hour."""
    ports = make_world()
    ports.store.users[LENA] = replace(ports.store.users[LENA], enabled=False)
    ports.store.faults = [RetryError("throttled")]
    found = DirectorySignal(LENA, "d-1", "2026-05-04T11:00:00Z")
    assert handle_worker_signal(found, OFFBOARDS, ports, limits(ports)).startswith("unfinished")
    ports.store.users[LENA] = replace(ports.store.users[LENA], enabled=True)
    ports.clock.time += timedelta(days=1)
    assert handle(ports, LOOK) == "1 overdue"
    assert handle(ports, sent(ports)[0]) == "nothing to do: the user is enabled"
    assert handle(ports, LOOK) == "0 overdue"


def test_a_look_that_fails_does_not_block_the_lane():
    """What cannot be sent now is found in the next hour, and every night."""
    ports = waiting_for_tomorrow()
    ports.clock.time += timedelta(days=2)
    ports.lanes.faults = [RetryError("throttled")]
    assert handle(ports, LOOK).startswith("unfinished: throttled")
    assert handle(ports, LOOK) == "1 overdue"
