"""A feed that ends everybody's employment at once waits for a person; one that says nothing changes nothing."""

from dataclasses import replace

import pytest

from lambdas.core.policy import Leaver
from lambdas.core.workers import DirectorySignal, parse_worker_signal
from lambdas.flows.worker_changed import handle_worker_signal
from lambdas.ports import Membership, User
from tests.flows.world import POLICY, left, limits, make_world, signal

MANY, LIMIT = 50, 10
POLICY_OFFBOARDS = POLICY.model_copy(
    update={"workers": POLICY.workers.model_copy(update={"leaver": Leaver.model_validate({"on_disabled": "offboard"})})}
)


def company():
    """Fifty people, all of them Developers."""
    ports = make_world()
    ports.store.users |= {f"u-{n}": User(f"u-{n}", f"w{n}@example.com", enabled=True) for n in range(MANY)}
    ports.store.memberships += [Membership(f"m-w{n}", "g-dev", f"u-{n}") for n in range(MANY)]
    return ports


def leave(ports, number, **changes):
    event = left(email=f"w{number}@example.com", event_id=f"msg_w{number}")
    data = event.data.model_copy(update={"worker_id": f"e-w{number}"})
    found = replace(signal(), event=event.model_copy(update={"data": data}), **changes)
    return handle_worker_signal(found, POLICY, ports, limits(ports))


def everybody(ports):
    return [leave(ports, number) for number in range(MANY)]


def gone(ports):
    return {user_id for user_id in ports.quarantine.denied if user_id.startswith("u-")}


def test_everybody_at_once_is_held():
    """The policy's number goes, the others keep everything, and people are told once."""
    ports = company()
    results = everybody(ports)
    assert results[:LIMIT] == ["offboarded"] * LIMIT
    assert len(set(results[LIMIT:])) == 1
    assert results[LIMIT].startswith("held: leavers-")
    assert len(gone(ports)) == LIMIT
    assert [subject for subject, _ in ports.notifier.alerts] == ["Leavers are held: too many in an hour"]
    (document,) = ports.held.plans.values()
    assert (document["kind"], document["status"], len(document["events"])) == ("leavers", "waiting", MANY - LIMIT)


def test_one_decision_releases_them():
    """The events of the hold, sent to the lane, are carried out whatever the hour says."""
    ports = company()
    everybody(ports)
    (document,) = ports.held.plans.values()
    for event in document["events"]:
        assert handle_worker_signal(parse_worker_signal(event), POLICY, ports, limits(ports)) == "offboarded"
    assert len(gone(ports)) == MANY


def test_a_message_that_comes_twice_is_held_twice():
    """A repeated message neither slips through nor stands in the hold twice."""
    ports = company()
    everybody(ports)
    assert leave(ports, MANY - 1).startswith("held")
    (document,) = ports.held.plans.values()
    assert len(document["events"]) == MANY - LIMIT


def test_an_hour_later_a_leaver_goes_on():
    """The hold waits, and a leaver of the next hour does not wait for it."""
    ports = company()
    for number in range(LIMIT + 1):
        leave(ports, number)
    ports.clock.sleep(3600)
    assert leave(ports, LIMIT + 1) == "offboarded"


def test_a_rehired_worker_is_not_offboarded_by_an_old_hold():
    """What was said since counts when the hold is released."""
    ports = company()
    everybody(ports)
    (document,) = ports.held.plans.values()
    event = document["events"][0]
    told = event["detail"]["event"]
    back = {**told, "type": "worker.rescinded", "timestamp": "2026-05-04T11:30:00Z", "id": "msg_back"}
    envelope = {"source": "gatehouse.hr", "detail-type": back["type"], "detail": back}
    handle_worker_signal(parse_worker_signal(envelope), POLICY, ports, limits(ports))
    result = handle_worker_signal(parse_worker_signal(event), POLICY, ports, limits(ports))
    assert result.startswith("employed")
    assert len(gone(ports)) == LIMIT


@pytest.mark.parametrize("deleted", [True, False])
def test_the_directory_does_not_get_around_it(deleted):
    """Users who are disabled or deleted in the directory are counted like any other leavers."""
    ports = company()
    for number in range(MANY):
        user = ports.store.users.pop(f"u-{number}")
        if not deleted:
            ports.store.users[user.id] = replace(user, enabled=False)
    signals = [DirectorySignal(f"u-{number}", f"d-{number}", "2026-05-04T11:00:00Z") for number in range(MANY)]
    results = [handle_worker_signal(found, POLICY_OFFBOARDS, ports, limits(ports)) for found in signals]
    assert results[:LIMIT] == ["offboarded"] * LIMIT
    assert all(result.startswith("held") for result in results[LIMIT:])
    (document,) = ports.held.plans.values()
    released = [parse_worker_signal(event) for event in document["events"]]
    assert {handle_worker_signal(s, POLICY_OFFBOARDS, ports, limits(ports)) for s in released} == {"offboarded"}


def test_nothing_said_changes_nothing():
    """A feed that sends nothing leaves everybody as they were, however much time goes by."""
    ports = company()
    before = list(ports.store.memberships)
    ports.clock.sleep(10 * 24 * 3600)
    assert (ports.store.memberships, ports.quarantine.denied, ports.schedules.wakes) == (before, [], {})
