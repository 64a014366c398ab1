"""A feed that ends everybody's employment at once waits for a person; one that says nothing changes nothing."""

import contextlib
import json
from dataclasses import replace

import pytest

from lambdas.core.errors import RejectError, RetryError
from lambdas.core.policy import Leaver
from lambdas.core.workers import DirectorySignal, parse_worker_signal
from lambdas.flows.holding import approve
from lambdas.flows.worker_changed import handle_worker_signal
from lambdas.ports import Membership, User
from tests.flows.crashing import MortalPorts
from tests.flows.fakes import Crash
from tests.flows.world import POLICY, left, limits, make_world, signal

MANY, LIMIT, SEVERAL_HUNDRED = 50, 10, 600
POLICY_OFFBOARDS = POLICY.model_copy(
    update={"workers": POLICY.workers.model_copy(update={"leaver": Leaver.model_validate({"on_disabled": "offboard"})})}
)


def company(many=MANY):
    """Fifty people, all of them Developers."""
    ports = make_world()
    ports.store.users |= {f"u-{n}": User(f"u-{n}", f"w{n}@example.com", enabled=True) for n in range(many)}
    ports.store.memberships += [Membership(f"m-w{n}", "g-dev", f"u-{n}") for n in range(many)]
    return ports


def released(ports):
    """What one approval of the only hold sends to the lane."""
    (held_id,) = ports.held.plans
    ports.lanes.sent.clear()
    approve(held_id, "arn:aws:sts::999999999999:assumed-role/Admin/ana", ports)
    assert {lane for lane, _ in ports.lanes.sent} == {"workers"}
    return [event for _, event in ports.lanes.sent]


def leave(ports, number, attributes=None, **changes):
    event = left(email=f"w{number}@example.com", event_id=f"msg_w{number}")
    data = event.data.model_copy(update={"worker_id": f"e-w{number}", "attributes": attributes or {}})
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
    assert (document["kind"], document["status"]) == ("leavers", "waiting")
    assert len(ports.held.list_events(document["id"])) == MANY - LIMIT


def test_one_decision_releases_them():
    """The events of the hold, sent to the lane, are carried out whatever the hour says."""
    ports = company()
    everybody(ports)
    for event in released(ports):
        assert handle_worker_signal(parse_worker_signal(event), POLICY, ports, limits(ports)) == "offboarded"
    assert len(gone(ports)) == MANY


def test_one_decision_releases_several_hundred():
    """A company that ends is one hold, whatever an item of the state table holds: one alert, one decision, all done."""
    ports = company(SEVERAL_HUNDRED)
    attributes = {f"attribute-{n}": "x" * 500 for n in range(10)}
    results = [leave(ports, number, attributes=attributes) for number in range(SEVERAL_HUNDRED)]
    assert len([result for result in results if result.startswith("held")]) == SEVERAL_HUNDRED - LIMIT
    assert (len(ports.held.plans), len(ports.notifier.alerts)) == (1, 1)
    assert all(
        len(json.dumps(document)) < 4096 for document in (*ports.held.plans.values(), ports.ledger.documents["leavers"])
    )
    events = released(ports)
    assert [handle_worker_signal(parse_worker_signal(e), POLICY, ports, limits(ports)) for e in events] == [
        "offboarded"
    ] * (SEVERAL_HUNDRED - LIMIT)
    assert len(gone(ports)) == SEVERAL_HUNDRED


def test_an_approval_that_was_interrupted_is_made_again():
    """Whoever died while sending the leavers to the lane may approve once more; when all are sent, nobody may."""
    ports = company()
    everybody(ports)
    (held_id,) = ports.held.plans
    ports.lanes.faults = [RetryError("throttled")]
    with pytest.raises(RetryError):
        approve(held_id, "ana", ports)
    assert len(released(ports)) == MANY - LIMIT
    with pytest.raises(RejectError, match="applied"):
        approve(held_id, "ana", ports)


def test_a_leaver_who_comes_while_a_person_decides_is_not_lost():
    """The hold is approved while one more leaver is being put into it: that leaver waits in the next one."""
    ports = company()
    for number in range(LIMIT + 1):
        leave(ports, number)
    (first,) = ports.held.plans
    add = ports.held.add_event

    def add_and_approve(held_id, event):
        ports.held.add_event = add
        approve(first, "ana", ports)
        add(held_id, event)

    ports.held.add_event = add_and_approve
    assert leave(ports, LIMIT + 1).startswith("held")
    assert [document["status"] for document in ports.held.plans.values()] == ["applied", "waiting"]
    (second,) = [held_id for held_id in ports.held.plans if held_id != first]
    assert [event["id"] for event in ports.held.list_events(second)] == [f"msg_w{LIMIT + 1}"]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("calls", range(8))
def test_a_crash_loses_nobody(calls, after):
    """Wherever the function dies on its way into the hold, the message that comes again ends in it."""
    ports = company()
    for number in range(LIMIT):
        leave(ports, number)
    mortal = MortalPorts(ports)
    mortal.countdown.calls, mortal.countdown.after = calls, after
    with contextlib.suppress(Crash):
        leave(mortal, LIMIT)
    mortal.countdown.calls = None
    assert leave(mortal, LIMIT).startswith("held")
    assert leave(mortal, LIMIT + 1).startswith("held")
    assert len(released(ports)) == 2
    assert len(gone(ports)) == LIMIT


def test_a_message_that_comes_twice_is_held_twice():
    """A repeated message neither slips through nor stands in the hold twice."""
    ports = company()
    everybody(ports)
    assert leave(ports, MANY - 1).startswith("held")
    (document,) = ports.held.plans.values()
    assert len(ports.held.list_events(document["id"])) == MANY - LIMIT


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
    event = released(ports)[0]
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
    signals = [parse_worker_signal(event) for event in released(ports)]
    assert {handle_worker_signal(s, POLICY_OFFBOARDS, ports, limits(ports)) for s in signals} == {"offboarded"}


def test_nothing_said_changes_nothing():
    """A feed that sends nothing leaves everybody as they were, however much time goes by."""
    ports = company()
    before = list(ports.store.memberships)
    ports.clock.sleep(10 * 24 * 3600)
    assert (ports.store.memberships, ports.quarantine.denied, ports.schedules.wakes) == (before, [], {})
