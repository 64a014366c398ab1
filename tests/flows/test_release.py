"""The quarantine ends: the id is released, and only when it may be."""

from datetime import timedelta

import pytest

from lambdas.core.errors import AlertError, RetryError
from lambdas.core.workers import ReleaseSignal, parse_worker_signal
from lambdas.flows.worker_changed import handle_worker_signal
from tests.flows.world import LENA, POLICY, limits, make_world, signal


def handle(ports, found):
    return handle_worker_signal(found, POLICY, ports, limits(ports))


def offboarded(event_id: str = "msg_1"):
    """A world in which lena is offboarded, and the wake-up that waits for her release."""
    ports = make_world()
    assert handle(ports, signal(event_id=event_id)) == "offboarded"
    ((lane, when, event),) = ports.schedules.wakes.values()
    assert lane == "workers"
    return ports, when, parse_worker_signal(event)


def test_the_release_is_scheduled_for_the_end_of_the_quarantine():
    """The wake-up stands at the policy's time after the last reading."""
    ports, when, found = offboarded()
    assert when - ports.clock.now() == pytest.approx(POLICY.workers.leaver.quarantine, abs=timedelta(minutes=1))
    assert found == ReleaseSignal(LENA, "msg_1")


def test_the_id_is_released_when_its_time_has_come():
    """The id is gone from the policy, and the record and the event say so."""
    ports, when, found = offboarded()
    ports.clock.time = when
    assert handle(ports, found) == "released from quarantine"
    assert ports.quarantine.denied == []
    assert ports.ledger.records[f"quarantine#{LENA}", "msg_1"]["result"] == "released from quarantine"
    assert ports.notifier.events[-1][0] == "WorkerReleased"


def test_a_second_offboarding_keeps_the_id():
    """Rehired and left again within the quarantine: the first release must not let the user in."""
    ports, when, found = offboarded()
    ports.clock.time = when - timedelta(hours=1)
    assert handle(ports, signal(event_id="msg_2", effective_at="2026-05-04T20:00:00Z")) == "offboarded"
    ports.clock.time = when
    assert handle(ports, found) == "not released: offboarded again since"
    assert ports.quarantine.denied == [LENA]


def test_an_incomplete_offboarding_keeps_the_id():
    """Somebody who may still have access stays denied."""
    ports, when, found = offboarded()
    certificate = ports.ledger.find_certificate(LENA)
    (key,) = ports.ledger.certificates
    ports.ledger.certificates[key] = {**certificate, "complete": False}
    ports.clock.time = when
    assert handle(ports, found) == "not released: no complete certificate"
    assert ports.quarantine.denied == [LENA]


@pytest.mark.parametrize("fault", [RetryError("throttled"), AlertError("denied")])
def test_a_release_that_fails_comes_back(fault):
    """The id stays, people are told, and it is tried again later."""
    ports, when, found = offboarded()
    ports.clock.time = when
    ports.quarantine.faults = [fault]
    assert handle(ports, found).startswith("comes back")
    assert ports.quarantine.denied == [LENA]
    assert len(ports.notifier.alerts) == 1
    _, again, event = list(ports.schedules.wakes.values())[-1]
    assert again == when + timedelta(hours=6)
    assert handle(ports, parse_worker_signal(event)) == "released from quarantine"
