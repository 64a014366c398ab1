"""An account signal, from the scope to the record."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lambdas.core.accounts import Account, AccountState
from lambdas.core.assignments import Action
from lambdas.core.errors import AlertError, RetryError
from lambdas.core.scopes import Place, Requested, Scope
from lambdas.core.signals import Signal, parse_signal
from lambdas.flows.account_changed import handle_account_signals
from tests.flows.world import DEV, POLICY, PROD, ROOT, limits, make_world, of_group


def about(*account_ids: str, attempt: int = 0, since: str = "2026-05-04T11:59:00Z") -> Signal:
    return Signal("MoveAccount", Scope(frozenset(account_ids)), "event-1", since, attempt)


def handle(ports, *signals: Signal):
    return handle_account_signals(signals, POLICY, ports, limits(ports))


def record(ports, account_id: str):
    return ports.ledger.records[f"account#{account_id}", "event-1"]


def test_an_account_gets_what_the_policy_promises_and_no_more():
    """The development account gets both groups, and nothing of anything else."""
    ports = make_world()
    handle(ports, about(DEV))
    assert ports.center.assignments == {
        of_group(DEV, "DevPowerUser", "Developers"),
        of_group(DEV, "ReadOnly", "Operators"),
    }
    granted = record(ports, DEV)["granted"]
    assert granted[0]["reasons"] == ["rule 1: ou Workloads/Dev"]
    assert [name for name, _ in ports.notifier.events] == ["AccessGranted"]


def test_a_move_takes_away_what_the_new_place_does_not_give():
    """Access that only the old organizational unit gave is revoked; what both give stays untouched."""
    ports = make_world()
    handle(ports, about(DEV))
    ports.organization.accounts[DEV] = replace(ports.organization.accounts[DEV], ou_path=("Workloads", "Prod"))
    ports.center.requests.clear()
    handle(ports, about(DEV))
    assert ports.center.assignments == {of_group(DEV, "ReadOnly", "Operators")}
    assert len(ports.center.requests) == 1


def test_repeated_and_shuffled_signals_land_on_the_same_result():
    """A signal that comes twice, in one batch or later, changes nothing the second time."""
    ports = make_world()
    handle(ports, about(DEV), about(PROD), about(DEV))
    there, calls = set(ports.center.assignments), len(ports.center.requests)
    handle(ports, about(PROD), about(DEV))
    assert (ports.center.assignments, len(ports.center.requests)) == (there, calls)


def test_the_management_account_gets_nothing_from_a_wide_rule():
    """The management account is only meant by its id."""
    ports = make_world()
    handle(ports, about(ROOT))
    assert not ports.center.assignments
    assert record(ports, ROOT)["result"] == "nothing to do"


def test_an_account_that_no_longer_exists_is_an_outcome():
    """The id of an account AWS does not know ends as a record, and does not come back."""
    ports = make_world()
    handle(ports, about("333333333333"))
    assert record(ports, "333333333333")["result"] == "account no longer exists"
    assert not ports.schedules.wakes


@pytest.mark.parametrize("state", [AccountState.SUSPENDED, AccountState.PENDING_CLOSURE, AccountState.CLOSED])
def test_an_account_that_is_not_active_is_not_written_to(state):
    """Suspended, closing and closed accounts are recorded and left alone."""
    ports = make_world()
    ports.organization.accounts[DEV] = Account(DEV, "payments-dev", state, ("Workloads", "Dev"))
    handle(ports, about(DEV))
    assert not ports.center.requests
    assert record(ports, DEV)["result"] == f"account is {state}: not written to"
    assert not ports.schedules.wakes


def test_an_account_that_aws_still_prepares_comes_back():
    """A pending account is looked at again a minute later, with the attempt counted."""
    ports = make_world()
    ports.organization.accounts[DEV] = Account(DEV, "payments-dev", AccountState.PENDING_ACTIVATION)
    handle(ports, about(DEV))
    ((lane, when, event),) = ports.schedules.wakes.values()
    assert lane == "accounts"
    assert when == ports.clock.now() + timedelta(minutes=1)
    assert parse_signal(event).attempt == 1
    assert parse_signal(event).scope == Scope(frozenset({DEV}))


def test_a_failed_change_comes_back_and_a_finished_one_does_not():
    """Only the account with the failed change is looked at again."""
    ports = make_world()
    ports.center.faults = ["the account is not ready"]
    handle(ports, about(DEV), replace(about(PROD), event_id="event-2"))
    ((_, _, event),) = ports.schedules.wakes.values()
    assert parse_signal(event).scope == Scope(frozenset({DEV}))
    assert record(ports, DEV)["unfinished"][0]["detail"] == "the account is not ready"
    assert not ports.notifier.alerts


@pytest.mark.parametrize(("fault", "alerts"), [(RetryError("throttled"), 0), (AlertError("denied"), 1)])
def test_a_loop_that_cannot_read_loses_nothing(fault, alerts):
    """A read that fails is recorded and comes back; a person hears of it at once only when waiting cannot help."""
    ports = make_world()
    ports.organization.fault = fault
    assert handle(ports, about(DEV)) == ()
    assert record(ports, DEV)["result"] == "unfinished"
    assert len(ports.schedules.wakes) == 1
    assert len(ports.notifier.alerts) == alerts


def test_after_a_day_a_person_is_told():
    """When a day of retries was not enough nothing more is scheduled, and the alert says so."""
    ports = make_world()
    ports.center.faults = ["not ready"]
    handle(ports, about(DEV, attempt=18, since="2026-05-03T11:00:00Z"))
    assert not ports.schedules.wakes
    assert "nothing more is tried" in ports.notifier.alerts[0][1]


def test_a_group_that_aws_does_not_know_takes_nothing_away():
    """A lookup that finds no group is a finding; what the group's assignments are stays as it is."""
    ports = make_world()
    handle(ports, about(DEV))
    del ports.store.groups["Developers"]
    handle(ports, about(DEV))
    assert len(ports.center.assignments) == 2
    assert record(ports, DEV)["findings"] == [
        "group 'Developers' is in the policy but not in AWS",
        "group 'Developers' of the policy was deleted: the next sweep cleans up",
    ]


def test_hand_made_access_of_a_managed_pair_is_taken_away_and_other_access_is_not():
    """What a rule manages follows the rule; what no rule knows is reported and left alone."""
    ports = make_world()
    by_hand, unknown = of_group(PROD, "DevPowerUser", "Developers"), of_group(PROD, "ReadOnly", "Emergency")
    ports.center.assignments = {by_hand, unknown}
    handle(ports, about(PROD))
    assert by_hand not in ports.center.assignments
    assert unknown in ports.center.assignments
    assert len(record(ports, PROD)["unmanaged"]) == 1


def test_too_many_revokes_are_held():
    """A plan that would take more away than the policy allows is not applied, and a person is told."""
    ports = make_world()
    accounts = [f"{n:012}" for n in range(1, 31)]
    for account_id in accounts:
        ports.organization.accounts[account_id] = Account(account_id, account_id, ou_path=("Sandbox",))
        ports.center.assignments.add(of_group(account_id, "DevPowerUser", "Developers"))
    handle(ports, about(*accounts))
    assert len(ports.center.assignments) == 30
    assert record(ports, accounts[0])["result"].startswith("held: 30 revokes")
    assert "PlanHeld" in [name for name, _ in ports.notifier.events]


def test_an_event_about_no_account_looks_at_nothing():
    """An empty scope asks AWS nothing."""
    ports = make_world()
    ports.organization.fault = AlertError("must not be asked")
    assert handle(ports, Signal("AccountTags", Scope(), "event-1", "")) == ()
    assert not ports.ledger.records


def test_what_reaches_further_is_the_sweeps():
    """A signal about everything does not hold up the lane: it goes to the sweep, and the account is looked at."""
    ports = make_world()
    ((report),) = handle(ports, Signal("UpdateOrganizationalUnit", Scope(everything=True), "event-2", ""), about(DEV))
    assert {a.account_id for a in ports.center.assignments} == {DEV}
    ((lane, event),) = ports.lanes.sent
    assert lane == "sweep"
    assert (parse_signal(event).kind, parse_signal(event).scope) == ("UpdateOrganizationalUnit", Scope(everything=True))
    assert report.accounts[0].id == DEV


def test_what_time_does_not_allow_goes_on_at_once():
    """When the function's time is up the rest goes on in a new message, and no request is made twice."""
    ports = make_world()
    ports.center.takes = timedelta(seconds=4)
    short = limits(ports, seconds=6)
    handle_account_signals([about(DEV)], POLICY, ports, replace(short, outstanding=1))
    ((lane, event),) = ports.lanes.sent
    goes_on = parse_signal(event)
    assert (lane, goes_on.scope.accounts, goes_on.attempt) == ("accounts", {DEV}, 0)
    assert not ports.schedules.wakes
    handle(ports, goes_on)
    assert len(ports.center.requests) == len(set(ports.center.requests)) == 2
    assert len(ports.center.assignments) == 2


def test_what_does_not_get_anywhere_waits():
    """A loop in which nothing was done at all does not go round at once: it comes back after a delay."""
    ports = make_world()
    handle_account_signals([about(DEV)], POLICY, ports, limits(ports, seconds=0))
    assert not ports.lanes.sent
    assert len(ports.schedules.wakes) == 1


def test_what_somebody_requested_is_waited_for():
    """A hand-made grant that AWS has not decided yet when its event arrives is seen, and taken away again."""
    ports = make_world()
    handle(ports, about(PROD))
    by_hand = of_group(PROD, "DevPowerUser", "Developers")
    operation = ports.center.request(Action.GRANT, by_hand)
    event = Signal(
        "AssignmentByHand",
        Scope(
            places=frozenset({Place(PROD, by_hand.permission_set_arn)}),
            requested=frozenset({Requested(Action.GRANT, operation.request_id)}),
        ),
        "event-2",
        "",
    )
    handle(ports, event)
    assert by_hand not in ports.center.assignments
    assert ports.ledger.records[f"account#{PROD}", "event-2"]["drift"]


def test_a_revoke_that_somebody_else_was_faster_with_is_done():
    """AWS calls the revoke FAILED because nothing is there any more: what was wanted is so, and nothing comes back."""
    ports = make_world()
    by_hand = of_group(PROD, "DevPowerUser", "Developers")
    ports.center.assignments = {by_hand}
    ports.center.faults = ["not found"]
    ports.center.vanish = True
    handle(ports, about(PROD))
    assert record(ports, PROD)["revoked"]
    assert not ports.schedules.wakes


def test_an_account_that_departs_is_forgotten():
    """What was remembered of an account goes with it; the outcome is recorded, and nothing is retried."""
    ports = make_world()
    handle(ports, about(DEV))
    assert ports.memory.recall_one("account", DEV)
    del ports.organization.accounts[DEV]
    handle(ports, about(DEV))
    assert ports.memory.recall_one("account", DEV) is None
    assert record(ports, DEV)["result"] == "account no longer exists"
    assert not ports.schedules.wakes
