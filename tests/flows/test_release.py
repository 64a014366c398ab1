"""The quarantine ends: the id is released, and only when it may be."""

from datetime import timedelta

import pytest

from lambdas.core.errors import AlertError, RetryError
from lambdas.core.workers import ReleaseSignal, parse_worker_signal
from lambdas.flows.worker_changed import handle_worker_signal
from tests.flows.world import LENA, POLICY, at, limits, make_world, signal


def handle(ports, found):
    return handle_worker_signal(found, POLICY, ports, limits(ports))


def offboarded(event_id: str = "msg_1"):
    """A world in which lena is offboarded, and what waits for her release."""
    ports = make_world()
    assert handle(ports, signal(event_id=event_id)) == "offboarded"
    assert ports.schedules.wakes == {}
    (waiting,) = ports.ledger.list_waiting()
    return ports, at(waiting["at"]), parse_worker_signal(waiting["wake"])


def test_the_release_waits_for_the_end_of_the_quarantine():
    """It stands in the state table, at the policy's time after the last reading."""
    ports, when, found = offboarded()
    assert when - ports.clock.now() == pytest.approx(POLICY.workers.leaver.quarantine, abs=timedelta(minutes=1))
    assert found == ReleaseSignal(LENA, "msg_1")


def test_the_id_is_released_when_its_time_has_come():
    """The id is gone from the policy, and the record and the event say so."""
    ports, when, found = offboarded()
    ports.clock.time = when
    assert handle(ports, found) == "released from quarantine"
    assert ports.quarantine.denied == []
    assert ports.ledger.list_waiting() == ()
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
    (waiting,) = ports.ledger.list_waiting()
    ports.clock.time = at(waiting["at"])
    assert handle(ports, parse_worker_signal(waiting["wake"])) == "released from quarantine"


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
    (waiting,) = ports.ledger.list_waiting()
    assert at(waiting["at"]) == when + timedelta(hours=6)
    assert handle(ports, parse_worker_signal(waiting["wake"])) == "released from quarantine"
