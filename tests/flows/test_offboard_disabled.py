"""The directory as a second source of leavers: always asked, never believed."""

from dataclasses import replace

import pytest

from lambdas.core.errors import RetryError
from lambdas.core.policy import Leaver
from lambdas.core.workers import DirectorySignal, parse_worker_signal
from lambdas.flows.worker_changed import handle_worker_signal
from lambdas.ports import Membership
from tests.flows.world import BEN, DEV, LENA, POLICY, limits, make_world, of_user, signal

TIME = "2026-05-04T11:59:00Z"


def policy(on_disabled):
    leaver = Leaver.model_validate({"on_disabled": on_disabled})
    return POLICY.model_copy(update={"workers": POLICY.workers.model_copy(update={"leaver": leaver})})


def world(enabled=False):
    ports = make_world()
    ports.store.users[LENA] = replace(ports.store.users[LENA], enabled=enabled)
    ports.center.assignments = {of_user(DEV, "ReadOnly", LENA), of_user(DEV, "ReadOnly", BEN)}
    return ports


def handle(ports, on_disabled="offboard", event_id="d-1", time=TIME):
    found = DirectorySignal(LENA, event_id, time)
    return handle_worker_signal(found, policy(on_disabled), ports, limits(ports))


@pytest.mark.parametrize("enabled", [True, None])
def test_an_enabled_user_is_left_alone(enabled):
    """An event about a user who is enabled, or of whom AWS does not say, has no effect."""
    ports = world(enabled)
    assert handle(ports) == "nothing to do: the user is enabled"
    assert len(ports.store.memberships) == 3
    assert not ports.ledger.records


def test_a_disabled_user_is_offboarded():
    """Denied, stripped, and certified by the directory's event."""
    ports = world()
    assert handle(ports) == "offboarded"
    assert ports.quarantine.denied == [LENA]
    assert [m.user_id for m in ports.store.memberships] == [BEN]
    assert ports.center.assignments == {of_user(DEV, "ReadOnly", BEN)}
    assert ports.ledger.find_certificate(LENA)["event"] == {"id": "d-1", "type": "directory.user_disabled"}


def test_a_deleted_user_is_denied_all_the_same():
    """Open sessions of a deleted user go on, and its assignments may: its id is denied, they are revoked."""
    ports = world()
    del ports.store.users[LENA]
    assert handle(ports) == "offboarded"
    assert ports.quarantine.denied == [LENA]
    assert ports.center.assignments == {of_user(DEV, "ReadOnly", BEN)}
    assert ports.ledger.find_certificate(LENA)["event"]["type"] == "directory.user_deleted"


def test_report_tells_once():
    """With report nothing is removed, and people are told once, however often the user is written."""
    ports = world()
    assert handle(ports, "report") == "reported: directory.user_disabled"
    assert handle(ports, "report", "d-2").startswith("reported")
    assert len(ports.notifier.alerts) == 1
    assert len(ports.store.memberships) == 3
    assert not ports.quarantine.denied


def test_after_hr_there_is_nothing_left_to_do():
    """The identity provider disables whom HR has ended before: that is done."""
    ports = world()
    handle_worker_signal(signal(), POLICY, ports, limits(ports))
    assert handle(ports, time="2026-05-04T13:00:00Z") == "already offboarded"


def test_the_same_event_twice():
    """A repeated event has no second effect."""
    ports = world()
    handle(ports)
    assert handle(ports) == "already offboarded"
    assert len(ports.notifier.events) == 1


def test_disabled_again_is_a_new_leaver():
    """Enabled since, given access, and disabled again: all of it goes again."""
    ports = world()
    handle(ports)
    ports.clock.sleep(7200)
    ports.store.memberships.append(Membership("m-9", "g-dev", LENA))
    assert handle(ports, event_id="d-2", time=ports.clock.now().isoformat()) == "offboarded"
    assert [m.user_id for m in ports.store.memberships] == [BEN]


def test_an_event_without_a_user_has_no_effect():
    """An event that hides its user is told as such."""
    ports = world()
    found = DirectorySignal("", "d-1", TIME)
    assert handle_worker_signal(found, policy("offboard"), ports, limits(ports)).startswith("nothing to do")
    assert not ports.ledger.records


def test_what_fails_comes_back():
    """An offboarding that cannot be finished now comes back by schedule, and is finished then."""
    ports = world()
    ports.quarantine.faults = [RetryError("throttled")]
    assert handle(ports).startswith("unfinished")
    ((_, when, event),) = ports.schedules.wakes.values()
    ports.clock.time = when
    assert handle_worker_signal(parse_worker_signal(event), policy("offboard"), ports, limits(ports)) == "offboarded"
    assert ports.quarantine.denied == [LENA]
