"""A look at the whole organization, or at some principals wherever they are."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lambdas.core.accounts import Account
from lambdas.core.assignments import Principal, PrincipalType
from lambdas.core.errors import MissingError, RetryError
from lambdas.core.policy import Policy
from lambdas.core.scopes import Scope
from lambdas.core.signals import Signal, parse_signal
from lambdas.flows.sweep import handle_sweep_signals
from tests.flows.world import ARNS, BEN, DEV, POLICY, PROD, limits, make_world, of_group, of_user

IN_LINE = {
    of_group(DEV, "DevPowerUser", "Developers"),
    of_group(DEV, "ReadOnly", "Operators"),
    of_group(PROD, "ReadOnly", "Operators"),
}
# In a world this small every revoke is a large share of what there is.
WRITTEN = {**POLICY.model_dump(mode="json", by_alias=True), "safety": {"max_revokes": {"count": 20, "share": "100%"}}}
EXCEPTION = {
    "user": "ben@example.com",
    "permission_set": "ReadOnly",
    "accounts": {"id": PROD},
    "owner": "lena@example.com",
    "reason": "INC-1",
    "until": "2026-05-04T15:30:00Z",
}
WITH_EXCEPTION = Policy.model_validate({**WRITTEN, "exceptions": [EXCEPTION]})


def everything(event_id: str = "event-1") -> Signal:
    return Signal("SweepDue", Scope(everything=True), event_id, "2026-05-04T11:59:00Z")


def about(kind: PrincipalType, principal_id: str, signal_kind: str = "GroupNotified") -> Signal:
    return Signal(signal_kind, Scope(principals=frozenset({Principal(kind, principal_id)})), "event-2", "")


def handle(ports, *signals: Signal, policy: Policy = POLICY):
    return handle_sweep_signals(signals, policy, ports, limits(ports))


def swept(policy: Policy = POLICY):
    """A world that a sweep has brought in line."""
    ports = make_world()
    handle(ports, everything("event-0"), policy=policy)
    ports.center.requests.clear()
    ports.notifier.events.clear()
    return ports


def published(ports, detail_type: str) -> list:
    return [detail for name, detail in ports.notifier.events if name == detail_type]


def test_a_sweep_grants_what_is_missing_anywhere():
    """Every account is brought to the policy, and there is a record where there was something."""
    ports = make_world()
    handle(ports, everything())
    assert ports.center.assignments == IN_LINE
    assert sorted(scope for scope, _ in ports.ledger.records) == ["account#*", f"account#{DEV}", f"account#{PROD}"]
    assert not ports.schedules.wakes


def test_a_sweep_that_finds_nothing_writes_nothing_but_its_record():
    """The second sweep changes nothing in AWS and remembers nothing anew."""
    ports = swept()
    before = ports.memory.writes
    handle(ports, everything("event-2"))
    assert not ports.center.requests
    assert ports.memory.writes == before
    assert ports.ledger.records["account#*", "event-2"]["result"] == "looked at 3 accounts, something in 0"


def test_a_sweep_that_fails_comes_back_as_one():
    """A look at everything that cannot read is looked at again, whole."""
    ports = make_world()
    ports.organization.fault = RetryError("throttled")
    assert handle(ports, everything()) == ()
    ((lane, _, event),) = ports.schedules.wakes.values()
    assert (lane, parse_signal(event).scope) == ("sweep", Scope(everything=True))


def test_what_is_unfinished_after_a_sweep_comes_back_by_account():
    """Only the account with the failed change is looked at again."""
    ports = make_world()
    ports.center.faults = ["not ready"]
    handle(ports, everything())
    ((_, _, event),) = ports.schedules.wakes.values()
    assert parse_signal(event).scope == Scope(frozenset({DEV}))


def test_what_could_not_be_read_is_looked_at_again():
    """When one group cannot be read the others are put right, nothing of it is revoked, and all comes back."""
    ports = make_world()
    by_hand = of_group(PROD, "DevPowerUser", "Developers")
    ports.center.assignments = {by_hand}
    ports.center.unreadable = {"g-dev": RetryError("throttled")}
    handle(ports, everything())
    assert by_hand in ports.center.assignments
    assert of_group(PROD, "ReadOnly", "Operators") in ports.center.assignments
    ((_, _, event),) = ports.schedules.wakes.values()
    assert parse_signal(event).scope == Scope(everything=True)


def test_a_list_that_lost_an_account_is_not_believed():
    """An account that was there and is not listed, but exists, makes the list worthless: nothing is done by it."""
    ports = swept()
    ports.organization.unlisted = {PROD}
    assert handle(ports, everything("event-2")) == ()
    assert not ports.center.requests
    assert "not whole" in ports.ledger.records["account#*", "event-2"]["problem"]


def test_an_account_that_has_gone_is_forgotten():
    """An account that AWS no longer knows is recorded as gone and no longer remembered."""
    ports = swept()
    del ports.organization.accounts[DEV]
    ports.center.assignments -= {a for a in ports.center.assignments if a.account_id == DEV}
    handle(ports, everything("event-2"))
    assert ports.ledger.records[f"account#{DEV}", "event-2"]["result"] == "account no longer exists"
    assert ports.memory.recall_one("account", DEV) is None


def test_a_rule_that_the_policy_drops_takes_its_access_with_it():
    """What only a rule of the policy before gave is revoked, and then forgotten."""
    ports = swept()
    shorter = Policy.model_validate({**WRITTEN, "access": WRITTEN["access"][1:]})
    handle(ports, everything("event-2"), policy=shorter)
    assert ports.center.assignments == {a for a in IN_LINE if a.permission_set_arn == ARNS["ReadOnly"]}
    assert "GROUP#g-dev" not in ports.memory.recall("holder")


def test_hand_made_access_is_drift_and_a_new_rule_is_not():
    """Both are put right; only what hands made is told as drift."""
    ports = swept()
    ports.center.assignments.discard(of_group(PROD, "ReadOnly", "Operators"))
    handle(ports, everything("event-2"))
    assert [found["account_id"] for found in published(ports, "DriftFound")] == [PROD]
    assert published(ports, "DriftFound")[0]["reverted"] is True
    wider = {**WRITTEN["access"][0], "accounts": {"ou": "Workloads"}}
    handle(ports, everything("event-3"), policy=Policy.model_validate({**WRITTEN, "access": [wider]}))
    assert len(published(ports, "DriftFound")) == 1


def test_drift_that_is_only_reported_stays_and_is_told_once():
    """With safety.drift: report nothing is put right; people hear of it once, not every night."""
    reporting = Policy.model_validate({**WRITTEN, "safety": {**WRITTEN["safety"], "drift": "report"}})
    ports = swept(reporting)
    ports.center.assignments.discard(of_group(PROD, "ReadOnly", "Operators"))
    for night in ("event-2", "event-3"):
        handle(ports, everything(night), policy=reporting)
    assert of_group(PROD, "ReadOnly", "Operators") not in ports.center.assignments
    assert [found["reverted"] for found in published(ports, "DriftFound")] == [False]
    assert [subject for subject, _ in ports.notifier.alerts] == [
        "Access was changed by hand, and safety.drift is report"
    ]


def test_unmanaged_access_is_told_once():
    """What no rule knows is left alone, and people hear of it once."""
    ports = swept()
    unknown = of_group(PROD, "EmergencyAdmin", "Operators")
    ports.center.assignments.add(unknown)
    for night in ("event-2", "event-3"):
        handle(ports, everything(night))
    assert unknown in ports.center.assignments
    assert len(published(ports, "UnmanagedFound")) == 1
    assert len(ports.notifier.alerts) == 1


def test_unmanaged_access_can_be_revoked():
    """With safety.unmanaged: revoke it goes, but never what is break glass."""
    revoking = Policy.model_validate({**WRITTEN, "safety": {**WRITTEN["safety"], "unmanaged": "revoke"}})
    ports = swept(revoking)
    unknown, emergency = of_group(PROD, "DevPowerUser", "Operators"), of_group(PROD, "EmergencyAdmin", "Operators")
    ports.center.assignments |= {unknown, emergency}
    handle(ports, everything("event-2"), policy=revoking)
    assert ports.center.assignments == {*IN_LINE, emergency}


class TestGroups:
    def test_a_group_that_was_renamed_takes_nothing_away(self):
        """The policy names a group that AWS calls otherwise now: a finding, and its access stays."""
        ports = swept()
        ports.store.groups["Engineers"] = ports.store.groups.pop("Developers")
        handle(ports, about(PrincipalType.GROUP, "g-dev"))
        assert ports.center.assignments == IN_LINE
        handle(ports, everything("event-3"))
        assert ports.center.assignments == IN_LINE
        (report,) = handle(ports, everything("event-4"))
        assert "group 'Developers' of the policy is called 'Engineers' in AWS now" in report.plan.findings

    def test_a_group_that_gets_the_name_of_a_rule_gets_its_access(self):
        """A rule means a group by its name: one that is renamed into it is granted what the rule says."""
        ports = make_world()
        ports.store.groups["Devs"] = ports.store.groups.pop("Developers")
        handle(ports, everything())
        ports.store.groups["Developers"] = ports.store.groups.pop("Devs")
        handle(ports, about(PrincipalType.GROUP, "g-dev"))
        assert ports.center.assignments == IN_LINE

    def test_other_groups_are_nobodys_business(self):
        """A group that the policy never named costs no look at the organization."""
        ports = swept()
        ports.organization.fault = RetryError("must not be asked")
        handle(ports, about(PrincipalType.GROUP, "g-911"))
        assert ports.ledger.records["account#*", "event-2"]["result"] == "nothing to do: no rule is about it"

    def test_a_group_whose_name_has_not_changed_costs_no_look(self):
        """A change of its members or its description is no change of what it is given."""
        ports = swept()
        ports.organization.fault = RetryError("must not be asked")
        assert handle(ports, about(PrincipalType.GROUP, "g-dev")) == ()

    def test_what_a_deleted_group_leaves_behind_is_cleaned(self):
        """The assignments of a group that AWS says was deleted are orphans, and go."""
        ports = swept()
        del ports.store.groups["Developers"]
        handle(ports, about(PrincipalType.GROUP, "g-dev"))
        assert ports.center.assignments == {a for a in IN_LINE if a.principal_id != "g-dev"}


def test_what_a_deleted_user_leaves_behind_is_cleaned():
    """Orphans are cleaned also of a user that no exception names."""
    ports = swept()
    orphan = of_user(PROD, "EmergencyAdmin", BEN), of_user(PROD, "ReadOnly", BEN)
    ports.center.assignments |= set(orphan)
    del ports.store.users[BEN]
    handle(ports, about(PrincipalType.USER, BEN, "UserDeletionNotified"))
    assert ports.center.assignments == {*IN_LINE, orphan[0]}


def test_a_deleted_user_that_aws_knows_no_more_holds_nothing():
    """AWS may answer "not found" for the assignments of a deleted principal: that is an answer."""
    ports = swept(WITH_EXCEPTION)
    del ports.store.users[BEN]
    ports.center.assignments -= {a for a in ports.center.assignments if a.principal_id == BEN}
    ports.center.unreadable = {BEN: MissingError("no such user")}
    handle(ports, about(PrincipalType.USER, BEN, "UserDeletionNotified"), policy=WITH_EXCEPTION)
    assert not ports.schedules.wakes or all(name.startswith("exception-") for name in ports.schedules.wakes)


class TestExceptions:
    def test_an_exception_has_an_appointment_at_its_end(self):
        """A sweep wakes the lane at the minute an exception ends; the next sweep makes no second one."""
        ports = swept(WITH_EXCEPTION)
        handle(ports, everything("event-2"), policy=WITH_EXCEPTION)
        ((lane, when, event),) = ports.schedules.wakes.values()
        assert (lane, when.isoformat()) == ("sweep", "2026-05-04T15:30:00+00:00")
        assert parse_signal(event).scope.principals == {Principal(PrincipalType.USER, BEN)}

    def test_an_exception_ends_at_its_appointment(self):
        """When it fires the access goes; nothing else is touched."""
        ports = swept(WITH_EXCEPTION)
        assert of_user(PROD, "ReadOnly", BEN) in ports.center.assignments
        ((_, when, event),) = ports.schedules.wakes.values()
        ports.clock.time = when
        handle(ports, parse_signal(event), policy=WITH_EXCEPTION)
        assert ports.center.assignments == IN_LINE


class TestTags:
    @pytest.fixture
    def tagged(self):
        """A world whose rule rests on a tag, in line."""
        policy = Policy.model_validate(
            {
                **WRITTEN,
                "access": [
                    {"group": "Developers", "permission_set": "DevPowerUser", "accounts": {"tag": {"env": "dev"}}}
                ],
            }
        )
        ports = make_world()
        for account_id in (DEV, PROD):  # a rule that means no account at all is not believed for other reasons
            account = ports.organization.accounts[account_id]
            ports.organization.accounts[account_id] = replace(account, tags={"env": "dev"})
        handle(ports, everything("event-0"), policy=policy)
        ports.organization.accounts[DEV] = Account(DEV, "payments-dev", ou_path=("Workloads", "Dev"))
        return ports, policy

    def test_a_tag_that_is_lost_without_a_word_takes_nothing_away(self, tagged):
        """A page of tags that lost one looks like a tag that was taken off: nothing is done in that account yet."""
        ports, policy = tagged
        handle(ports, everything("event-2"), policy=policy)
        assert of_group(DEV, "DevPowerUser", "Developers") in ports.center.assignments
        assert ports.schedules.wakes

    def test_what_aws_says_for_an_hour_is_believed(self, tagged):
        """When the tag is still gone an hour later, it is gone."""
        ports, policy = tagged
        handle(ports, everything("event-2"), policy=policy)
        ports.clock.time += timedelta(hours=1)
        handle(ports, everything("event-3"), policy=policy)
        assert {a.account_id for a in ports.center.assignments} == {PROD}

    def test_a_tag_that_an_event_said_was_taken_off_is_believed_at_once(self, tagged):
        """The event and the reading are two witnesses."""
        ports, policy = tagged
        scope = Scope(frozenset({DEV}), everything=True, retagged=frozenset({DEV}))
        handle(ports, Signal("AccountTags", scope, "event-2", ""), policy=policy)
        assert {a.account_id for a in ports.center.assignments} == {PROD}


def test_what_a_dropped_rule_leaves_is_remembered_until_it_is_gone():
    """A revoke that fails keeps its pair managed: the next sweep tries again."""
    ports = swept()
    shorter = Policy.model_validate({**WRITTEN, "access": WRITTEN["access"][1:]})
    ports.center.faults = ["not now"]
    handle(ports, everything("event-2"), policy=shorter)
    assert "GROUP#g-dev" in ports.memory.recall("holder")
    handle(ports, everything("event-3"), policy=shorter)
    assert ports.center.assignments == {a for a in IN_LINE if a.permission_set_arn == ARNS["ReadOnly"]}
