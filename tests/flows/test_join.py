"""Joiners and movers: what HR says becomes groups, and nothing else is touched."""

import pytest

from lambdas.core.workers import WorkerSignal, parse_worker_event, parse_worker_signal
from lambdas.flows.worker_changed import handle_worker_signal
from lambdas.ports import Membership
from tests.flows.world import BEN, LENA, POLICY, at, limits, make_world, signal

GROUPS = {"Developers": {"department": "Engineering"}, "Operators": {"department": "Platform"}}
NEW = "ana.b@example.com"


def policy(**workers):
    made = POLICY.workers.model_validate({"groups": GROUPS, **workers})
    return POLICY.model_copy(update={"workers": made})


def say(ports, kind, email, department=None, event_id="msg_j", *, using=None, **facts):
    attributes = {"attributes": {"department": department}} if department else {}
    data = {"email": email, "worker_id": email, **attributes, **facts}
    document = {"type": f"worker.{kind}", "timestamp": ports.clock.now().isoformat(), "data": data}
    found = WorkerSignal(parse_worker_event(event_id, document))
    return handle_worker_signal(found, using or policy(), ports, limits(ports))


def groups_of(ports, user_id):
    return {m.group_id for m in ports.store.memberships if m.user_id == user_id}


def told(ports, name):
    return [detail for kind, detail in ports.notifier.events if kind == name]


def test_a_joiner_gets_a_user_and_groups():
    """A user who is missing is created under the address, and is in the groups of the attributes."""
    ports = make_world()
    assert say(ports, "joined", NEW, "Engineering") == "joins Developers"
    user = ports.store.find_user(NEW)
    assert user.display_name == "Ana B"
    assert groups_of(ports, user.id) == {"g-dev"}


def test_nobody_gets_a_user_for_nothing():
    """A joiner who is to be in no group gets no user."""
    ports = make_world()
    assert say(ports, "joined", NEW, "Sales") == "has what the attributes give"
    assert ports.store.find_user(NEW) is None


def test_a_joiner_waits_for_the_first_day():
    """Before the first day there is no access, and a wake-up stands at its beginning."""
    ports = make_world()
    facts = {"effective_at": "2026-06-01", "time_zone": "Europe/Berlin"}
    assert say(ports, "joined", NEW, "Engineering", **facts) == "waits until 2026-05-31T22:00:00Z"
    assert ports.store.find_user(NEW) is None
    ((_, when, event),) = ports.schedules.wakes.values()
    ports.clock.time = when
    assert handle_worker_signal(parse_worker_signal(event), policy(), ports, limits(ports)) == "joins Developers"


def test_a_mover_keeps_the_old_access_for_a_while():
    """New access at once, old access announced and gone after the overlap, nobody else's touched."""
    ports = make_world()
    assert say(ports, "changed", "ben@example.com", "Platform") == (
        "joins Operators; leaves Developers at 2026-05-07T12:00:00Z"
    )
    assert groups_of(ports, BEN) == {"g-dev", "g-ops"}
    assert told(ports, "WorkerAccessEnding") == [
        {"email": "ben@example.com", "ending": {"Developers": "2026-05-07T12:00:00Z"}}
    ]
    ((_, when, event),) = ports.schedules.wakes.values()
    assert when == at("2026-05-07T12:00:00+00:00")
    ports.clock.time = when
    handle_worker_signal(parse_worker_signal(event), policy(), ports, limits(ports))
    assert groups_of(ports, BEN) == {"g-ops"}
    assert groups_of(ports, LENA) == {"g-dev", "g-ops"}


def test_a_mover_who_moves_back_loses_nothing():
    """The old role again, within the overlap: its access stays when the time comes."""
    ports = make_world()
    say(ports, "changed", "ben@example.com", "Platform", "msg_1")
    ((_, when, event),) = ports.schedules.wakes.values()
    ports.clock.sleep(3600)
    say(ports, "changed", "ben@example.com", "Engineering", "msg_2")
    ports.clock.time = when
    handle_worker_signal(parse_worker_signal(event), policy(), ports, limits(ports))
    assert "g-dev" in groups_of(ports, BEN)


def test_the_same_event_twice_announces_once():
    """A repeated event does not begin the overlap again, nor tell of it twice."""
    ports = make_world()
    say(ports, "changed", "ben@example.com", "Platform", "msg_1")
    ports.clock.sleep(3600)
    say(ports, "changed", "ben@example.com", "Platform", "msg_1")
    assert len(told(ports, "WorkerAccessEnding")) == 1
    record = ports.ledger.documents["known-worker#ben@example.com"]
    assert record["overlaps"] == {"Developers": "2026-05-07T12:00:00Z"}


def test_groups_hr_does_not_manage_stay():
    """A group the policy does not fill is left alone, whatever HR says."""
    ports = make_world()
    ports.store.memberships.append(Membership("m-9", "g-911", BEN))
    say(ports, "changed", "ben@example.com", "Sales", using=policy(mover={"overlap": "1h"}))
    ports.clock.sleep(7200)
    say(ports, "changed", "ben@example.com", "Sales", "msg_2", using=policy(mover={"overlap": "1h"}))
    assert groups_of(ports, BEN) == {"g-911"}


def test_a_change_that_says_nothing_changes_nothing():
    """No attribute has ever been said: no group is left."""
    ports = make_world()
    assert say(ports, "changed", "lena@example.com") == "employed: nothing is said that groups depend on"
    assert groups_of(ports, LENA) == {"g-dev", "g-ops"}


@pytest.mark.parametrize("email", ["ben@example.com", NEW])
def test_an_external_directory_is_told(email):
    """With an external directory the identity provider is told what to do, and nothing is written."""
    ports = make_world()
    before = list(ports.store.memberships)
    result = say(ports, "joined", email, "Platform", using=policy(directory="external"))
    assert result.startswith("for the identity provider: joins Operators")
    assert told(ports, "WorkerAccessDue")[0]["join"] == ["Operators"]
    assert ports.store.memberships == before
    assert ports.store.find_user(NEW) is None


def test_a_missing_group_is_told():
    """A group the policy fills and the directory does not have is for a person; the rest goes on."""
    ports = make_world()
    del ports.store.groups["Operators"]
    say(ports, "joined", NEW, "Platform")
    assert "Operators" in ports.notifier.alerts[0][1]


def test_a_rehired_leaver_is_let_in_again():
    """A new join ends the quarantine at once, gives the groups, and says that the rest is not put back."""
    ports = make_world()
    handle_worker_signal(signal(), policy(), ports, limits(ports))
    ports.clock.sleep(3600)
    result = say(ports, "joined", "lena@example.com", "Engineering", worker_id="e-17")
    assert result == "joins Developers"
    assert ports.quarantine.denied == []
    assert "not put back" in ports.notifier.alerts[-1][1]


def test_a_stale_join_does_not_bring_a_leaver_back():
    """A join from before the leave that arrives after it has no effect."""
    ports = make_world()
    handle_worker_signal(signal(), policy(), ports, limits(ports))
    facts = {"effective_at": "2026-05-01T09:00:00Z", "worker_id": "e-17"}
    assert say(ports, "joined", "lena@example.com", "Engineering", **facts) == "already offboarded"
    assert groups_of(ports, LENA) == set()
    assert ports.quarantine.denied == [LENA]
