"""A leaver, from HR's event to the certificate."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lambdas.core.entitlements import Entitlement
from lambdas.core.errors import AlertError, RetryError
from lambdas.core.policy import Leaver
from lambdas.core.workers import WorkerSignal, parse_worker_event, parse_worker_signal
from lambdas.flows.worker_changed import handle_worker_signal
from lambdas.ports import Membership
from tests.flows.crashing import MortalPorts
from tests.flows.fakes import Crash
from tests.flows.world import BEN, DEV, LENA, POLICY, PROD, at, limits, make_world, of_group, of_user, signal


def world_with_access():
    ports = make_world()
    ports.center.assignments = {
        of_user(DEV, "ReadOnly", LENA),
        of_user(PROD, "DevPowerUser", LENA),
        of_user(DEV, "ReadOnly", BEN),
        of_group(DEV, "DevPowerUser", "Developers"),
    }
    return ports


def handle(ports, found=None, policy=POLICY):
    return handle_worker_signal(found or signal(), policy, ports, limits(ports))


def certificate(ports):
    return ports.ledger.find_certificate(LENA)


def test_a_leaver_loses_everything_and_nobody_else_does():
    """Denied, no direct assignment, no membership; the colleague and the group keep theirs."""
    ports = world_with_access()
    assert handle(ports) == "offboarded"
    assert ports.quarantine.denied == [LENA]
    assert ports.center.assignments == {of_user(DEV, "ReadOnly", BEN), of_group(DEV, "DevPowerUser", "Developers")}
    assert [m.user_id for m in ports.store.memberships] == [BEN]
    assert LENA in ports.store.users


def test_the_certificate_says_what_was_removed_and_what_is_left():
    """It rests on two readings, and names what no service control policy reaches."""
    ports = world_with_access()
    handle(ports)
    found = certificate(ports)
    assert found["complete"] is True
    assert len(found["removed"]["assignments"]) == 2
    assert found["removed"]["memberships"] == ["Developers", "Operators"]
    assert found["left"] == {"assignments": [], "memberships": [], "entitlements": []}
    assert "management account" in found["until"][0]
    assert [name for name, _ in ports.notifier.events] == ["WorkerOffboarded"]


def test_the_deny_comes_first():
    """A leaver is denied before anything else is touched."""
    ports = world_with_access()
    ports.center.crash_after = 0
    with pytest.raises(Crash):
        handle(ports)
    assert ports.quarantine.denied == [LENA]


@pytest.mark.parametrize("requests", [0, 1])
def test_a_crash_between_two_removals_is_resumed(requests):
    """The same event again finishes the rest, and its certificate still names everything that was removed."""
    ports = world_with_access()
    ports.center.crash_after = requests
    with pytest.raises(Crash):
        handle(ports)
    ports.center.crash_after = None
    ports.clock.sleep(300)
    assert handle(ports) == "offboarded"
    assert len(certificate(ports)["removed"]["assignments"]) == 2
    assert certificate(ports)["removed"]["memberships"] == ["Developers", "Operators"]


def test_a_crash_between_two_memberships_is_resumed():
    """Half-removed memberships are all on the certificate in the end."""
    ports = world_with_access()
    ports.store.faults = [Crash]
    with pytest.raises(Crash):
        handle(ports)
    assert handle(ports) == "offboarded"
    assert certificate(ports)["removed"]["memberships"] == ["Developers", "Operators"]


def test_the_same_event_twice_has_no_second_effect():
    """A repeated event is told as such and writes nothing."""
    ports = world_with_access()
    handle(ports)
    before = (dict(certificate(ports)), len(ports.center.requests), len(ports.notifier.events))
    assert handle(ports) == "already offboarded"
    assert (dict(certificate(ports)), len(ports.center.requests), len(ports.notifier.events)) == before


def test_a_future_leaver_waits():
    """Before the effective time nothing is removed; a wake-up stands at that time and then does its work."""
    ports = world_with_access()
    assert handle(ports, signal(effective_at="2026-05-04T18:30:00+02:00")).startswith("waits until 2026-05-04T16:30")
    assert not ports.quarantine.denied
    ((lane, when, event),) = ports.schedules.wakes.values()
    assert (lane, when) == ("workers", at("2026-05-04T16:30:00+00:00"))
    ports.clock.time = when
    assert handle(ports, parse_worker_signal(event)) == "offboarded"


def test_an_unknown_worker_is_an_alert():
    """A leaver without a user is never a silent success."""
    ports = world_with_access()
    assert handle(ports, signal(email="who@example.com")) == "no such user in the directory"
    assert len(ports.notifier.alerts) == 1
    assert not ports.quarantine.denied


@pytest.mark.parametrize("fault", [RetryError("throttled"), AlertError("denied")])
def test_a_failed_step_does_not_stop_the_others(fault):
    """When the deny fails the access goes all the same; the certificate is incomplete, and it comes back."""
    ports = world_with_access()
    ports.quarantine.faults = [fault]
    assert handle(ports).startswith("unfinished: deny")
    assert not [a for a in ports.center.assignments if a.principal_id == LENA]
    assert certificate(ports)["complete"] is False
    assert [name for name, _ in ports.notifier.events] == ["WorkerOffboardingIncomplete"]
    assert len(ports.notifier.alerts) == 1
    ((_, when, event),) = ports.schedules.wakes.values()
    assert when == ports.clock.now() + timedelta(minutes=1)
    assert handle(ports, parse_worker_signal(event)) == "offboarded"
    assert certificate(ports)["complete"] is True
    assert len(certificate(ports)["removed"]["assignments"]) == 2


def test_an_assignment_aws_will_not_revoke_is_left_and_said():
    """What AWS failed to revoke stands on the certificate as left."""
    ports = world_with_access()
    ports.center.faults = ["internal error"]
    assert handle(ports).startswith("unfinished")
    assert len(certificate(ports)["left"]["assignments"]) == 1


def test_a_leaver_with_break_glass_access_is_done_and_told():
    """The membership of a break-glass group goes too, and people are told."""
    ports = world_with_access()
    ports.store.memberships.append(Membership("m-9", "g-911", LENA))
    assert handle(ports) == "offboarded"
    assert "Emergency" in ports.notifier.alerts[0][1]


def test_the_user_is_deleted_only_if_the_policy_says_so():
    """With delete_user the user is gone from the directory, after everything else."""
    ports = world_with_access()
    leaver = POLICY.workers.leaver.model_copy(update={"delete_user": True})
    policy = POLICY.model_copy(update={"workers": POLICY.workers.model_copy(update={"leaver": leaver})})
    assert handle(ports, policy=policy) == "offboarded"
    assert LENA not in ports.store.users
    assert certificate(ports)["user_deleted"] is True


def test_after_a_day_it_is_finished_by_hand():
    """When a day of retries was not enough nothing more is scheduled and the alert says what to do."""
    ports = world_with_access()
    ports.quarantine.faults = [AlertError("denied")]
    handle(ports, replace(signal(), attempt=20, since="2026-05-03T10:00:00+00:00"))
    assert not ports.schedules.wakes
    assert "by hand" in ports.notifier.alerts[0][1]


def test_what_cannot_be_read_does_not_keep_the_rest():
    """When the assignments cannot be read the memberships go all the same, and the certificate is incomplete."""
    ports = world_with_access()
    ports.center.unreadable = {LENA: AlertError("denied")}
    assert handle(ports).startswith("unfinished: read assignments: denied")
    assert [m.user_id for m in ports.store.memberships] == [BEN]
    assert certificate(ports)["removed"] == {"assignments": [], "memberships": [], "entitlements": []}
    ports.center.unreadable = {}
    ((_, _, event),) = ports.schedules.wakes.values()
    assert handle(ports, parse_worker_signal(event)) == "offboarded"
    assert len(certificate(ports)["removed"]["assignments"]) == 2
    assert certificate(ports)["removed"]["memberships"] == ["Developers", "Operators"]


def with_leaver(**leaver):
    return POLICY.model_copy(update={"workers": POLICY.workers.model_copy(update={"leaver": Leaver(**leaver)})})


JOINING = POLICY.model_copy(
    update={"workers": POLICY.workers.model_validate({"groups": {"Developers": {"department": "Engineering"}}})}
)


def deleting():
    return with_leaver(delete_user=True)


def test_a_crash_after_the_deletion_is_no_unknown_worker():
    """Died between the deletion and the last write: the record knows the user, and nobody is told it is unknown."""
    for calls in range(40):
        ports = world_with_access()
        mortal = MortalPorts(ports)
        mortal.countdown.calls, mortal.countdown.after = calls, True
        try:
            handle_worker_signal(signal(), deleting(), mortal, limits(ports))
        except Crash:
            ports.clock.sleep(300)
            assert handle(ports, policy=deleting()) in ("offboarded", "already offboarded")
        assert LENA not in ports.store.users
        assert [subject for subject, _ in ports.notifier.alerts] == []
        assert certificate(ports)["complete"] is True
        assert certificate(ports)["user_deleted"] is True
        assert certificate(ports)["removed"]["memberships"] == ["Developers", "Operators"]


def test_entitlements_are_revoked():
    """Where the account access manager is on, what the user may take is revoked, and stands on the certificate."""
    ports = world_with_access()
    held = Entitlement("arn:app", "ent-1", "arn:aws:iam::111111111111:role/Auditor")
    others = Entitlement("arn:app", "ent-2", "arn:aws:iam::111111111111:role/Auditor")
    ports.account_access.off = ""
    ports.account_access.entitlements = {LENA: [held], BEN: [others]}
    assert handle(ports) == "offboarded"
    assert ports.account_access.entitlements == {LENA: [], BEN: [others]}
    assert certificate(ports)["removed"]["entitlements"] == [held.role_arn]
    assert certificate(ports)["account_access"] == "on"


def test_a_manager_that_is_off_is_stated():
    """Where it is not in use the certificate says so, and is complete."""
    ports = world_with_access()
    handle(ports)
    assert certificate(ports)["account_access"] == "off: no application"


def test_another_event_for_the_same_leaver_is_not_unknown():
    """A feed that repeats a leaver every night, under a new id, finds a deleted user done."""
    ports = world_with_access()
    handle(ports, policy=deleting())
    assert handle(ports, signal(event_id="msg_2"), policy=deleting()) == "already offboarded"
    assert not ports.notifier.alerts


def test_a_new_address_leads_to_the_same_user():
    """Known by HR's id, a leaver is found under an address the directory does not have."""
    ports = world_with_access()
    joined = {"type": "worker.joined", "timestamp": "2026-05-01T10:00:00Z"}
    told = {"email": "lena@example.com", "worker_id": "e-17", "attributes": {"department": "Engineering"}}
    handle(ports, WorkerSignal(parse_worker_event("msg_0", {**joined, "data": told})), policy=JOINING)
    assert handle(ports, signal(email="lena.m@example.com"), policy=JOINING) == "offboarded"
    assert ports.quarantine.denied == [LENA]


def test_a_break_glass_glob():
    """Break-glass groups are globs here as everywhere."""
    ports = world_with_access()
    ports.store.memberships.append(Membership("m-9", "g-911", LENA))
    policy = POLICY.model_copy(update={"break_glass": POLICY.break_glass.model_copy(update={"groups": ("Emerg*",)})})
    assert handle(ports, policy=policy) == "offboarded"
    assert "Emergency" in ports.notifier.alerts[0][1]


def test_a_wait_does_not_use_up_the_day_of_retries():
    """A leaver announced weeks ahead is retried for a whole day when its time has come."""
    ports = world_with_access()
    handle(ports, signal(effective_at="2026-06-01T00:00:00Z"))
    ((_, when, event),) = ports.schedules.wakes.values()
    ports.clock.time = when
    ports.schedules.wakes.clear()
    ports.quarantine.faults = [AlertError("denied")]
    assert handle(ports, parse_worker_signal(event)).startswith("unfinished")
    assert len(ports.schedules.wakes) == 1


def test_the_identity_provider_must_follow():
    """With an external directory the certificate says that what was removed can be written back."""
    ports = world_with_access()
    workers = POLICY.workers.model_validate({"directory": "external"})
    assert handle(ports, policy=POLICY.model_copy(update={"workers": workers})) == "offboarded"
    assert any("identity provider" in line for line in certificate(ports)["until"])
