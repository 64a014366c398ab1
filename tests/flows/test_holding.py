"""Plans that wait for a person: asked once, applied when approved, and never another plan in their place."""

from datetime import timedelta

import pytest

from lambdas.core.accounts import Account
from lambdas.core.errors import RejectError
from lambdas.core.scopes import Scope
from lambdas.core.signals import Signal, parse_signal
from lambdas.flows.account_changed import handle_account_signals
from lambdas.flows.holding import approve
from lambdas.flows.sweep import handle_sweep_signals
from tests.flows.world import POLICY, limits, make_world, of_group

ACCOUNTS = [f"{n:012}" for n in range(1, 31)]
ME = "arn:aws:iam::999999999999:user/lena"


def surplus():
    """Thirty accounts in which one assignment is too many: more than may be revoked unasked."""
    ports = make_world()
    for account_id in ACCOUNTS:
        ports.organization.accounts[account_id] = Account(account_id, account_id, ou_path=("Sandbox",))
        ports.center.assignments.add(of_group(account_id, "DevPowerUser", "Developers"))
    return ports


def look(ports, event_id: str = "event-1", seconds: int = 600):
    signal = Signal("MoveAccount", Scope(frozenset(ACCOUNTS)), event_id, "")
    return handle_account_signals([signal], POLICY, ports, limits(ports, seconds))


def follow(ports, seconds: int = 600):
    """What was sent to the lanes since, handled; until nothing is sent any more."""
    while ports.lanes.sent:
        lane, event = ports.lanes.sent.pop(0)
        assert lane == "accounts"
        handle_account_signals([parse_signal(event)], POLICY, ports, limits(ports, seconds))


def test_a_dangerous_plan_is_kept_and_people_are_told_how_to_approve_it():
    """Nothing is applied, and the alert names the command with the id."""
    ports = surplus()
    look(ports)
    (held,) = ports.held.plans.values()
    assert (held["status"], held["revokes"], len(ports.center.assignments)) == ("waiting", 30, 30)
    ((subject, message),) = ports.notifier.alerts
    assert subject.endswith(f"gatehouse approve {held['id']}")
    assert "and 10 more" in message


def test_the_same_plan_is_asked_once():
    """While it waits, the plan that comes out again is the same question."""
    ports = surplus()
    look(ports)
    look(ports, "event-2")
    assert (len(ports.held.plans), len(ports.notifier.alerts)) == (1, 1)


def test_an_approved_plan_is_applied():
    """The lane applies it, and the hold says by whom and that it was."""
    ports = surplus()
    look(ports)
    (held_id,) = ports.held.plans
    approve(held_id, ME, ports)
    follow(ports)
    assert not ports.center.assignments
    held = ports.held.plans[held_id]
    assert (held["status"], held["approved_by"]) == ("applied", ME)


def test_an_approved_plan_that_takes_long_goes_on_to_its_end():
    """What is left of an approved plan needs no second approval, although it is another plan by then."""
    ports = surplus()
    look(ports)
    (held_id,) = ports.held.plans
    approve(held_id, ME, ports)
    follow(ports, seconds=8)
    assert not ports.center.assignments
    assert len(ports.center.requests) == 30
    assert ports.held.plans[held_id]["status"] == "applied"


def test_another_plan_is_not_applied_in_its_place():
    """When AWS has changed since, the approval is worth nothing, and the new plan is a question of its own."""
    ports = surplus()
    look(ports)
    (held_id,) = ports.held.plans
    approve(held_id, ME, ports)
    ports.center.assignments.discard(of_group(ACCOUNTS[0], "DevPowerUser", "Developers"))
    follow(ports)
    assert len(ports.center.assignments) == 29
    assert ports.held.plans[held_id]["status"] == "changed"
    assert [held["status"] for held in ports.held.plans.values()] == ["changed", "waiting"]


def test_what_nobody_decides_expires():
    """After a week the question is withdrawn by the sweep, and can no longer be approved."""
    ports = surplus()
    look(ports)
    (held_id,) = ports.held.plans
    ports.clock.time += timedelta(days=7)
    with pytest.raises(RejectError, match="is expired"):
        approve(held_id, ME, ports)
    handle_sweep_signals([Signal("SweepDue", Scope(everything=True), "event-2", "")], POLICY, ports, limits(ports))
    assert ports.held.plans[held_id]["status"] == "expired"
    assert "PlanExpired" in [name for name, _ in ports.notifier.events]


def test_what_is_not_held_cannot_be_approved():
    """An id that nobody asked about is refused, with the command that lists those there are."""
    with pytest.raises(RejectError, match="gatehouse held"):
        approve("0123456789ab", ME, surplus())


def test_an_approval_on_its_way_is_not_taken_back():
    """The same plan, found by another look before the lane comes to the approved one, is no new question."""
    ports = surplus()
    look(ports)
    (held_id,) = ports.held.plans
    approve(held_id, ME, ports)
    look(ports, "event-2")
    assert ports.held.plans[held_id]["status"] == "approved"
    assert len(ports.notifier.alerts) == 1
    follow(ports)
    assert ports.held.plans[held_id]["status"] == "applied"


def test_what_failed_of_an_approved_plan_is_tried_again_in_peace():
    """A change that comes back alone is no other plan: the hold stays applied, and nobody is told it has changed."""
    ports = surplus()
    look(ports)
    (held_id,) = ports.held.plans
    approve(held_id, ME, ports)
    ports.center.faults = ["not ready"]
    follow(ports)
    ((_, _, event),) = ports.schedules.wakes.values()
    handle_account_signals([parse_signal(event)], POLICY, ports, limits(ports))
    assert not ports.center.assignments
    assert ports.held.plans[held_id]["status"] == "applied"
    assert "PlanChanged" not in [name for name, _ in ports.notifier.events]


def test_an_approval_that_did_not_reach_its_lane_is_given_again():
    """What was approved and not yet begun can be approved once more: the lane is told again."""
    ports = surplus()
    look(ports)
    (held_id,) = ports.held.plans
    approve(held_id, ME, ports)
    ports.lanes.sent.clear()
    approve(held_id, ME, ports)
    follow(ports)
    assert ports.held.plans[held_id]["status"] == "applied"


def test_what_is_still_due_after_its_time_is_asked_again():
    """A question that expired and comes up once more is a question anew, with a week of its own."""
    ports = surplus()
    sweep = Signal("SweepDue", Scope(everything=True), "event-1", "")
    handle_sweep_signals([sweep], POLICY, ports, limits(ports))
    ports.clock.time += timedelta(days=7)
    handle_sweep_signals([sweep], POLICY, ports, limits(ports))
    (held,) = ports.held.plans.values()
    assert held["status"] == "waiting"
    assert held["expires_at"] > (ports.clock.time + timedelta(days=6)).isoformat()
    assert len(ports.notifier.alerts) == 2
