"""The apply engine: every change gets its outcome, inside AWS's limits."""

from datetime import timedelta

import pytest

from lambdas.core.assignments import Action, Assignment, PrincipalType
from lambdas.core.errors import AlertError, RetryError
from lambdas.core.outcomes import Result
from lambdas.core.plan import Change
from lambdas.flows.apply import Limits, apply_changes
from tests.flows.fakes import FakeCenter, FakeClock

ARN = "arn:aws:sso:::permissionSet/ssoins-1/ps-{}"


def change(account: int = 1, permission_set: int = 1, principal: str = "g1", action: Action = Action.GRANT) -> Change:
    assignment = Assignment(f"{account:012}", ARN.format(permission_set), PrincipalType.GROUP, principal)
    return Change(action, assignment, ("because",))


def run(center: FakeCenter, *changes: Change, outstanding: int = 5, seconds: int = 3600):
    limits = Limits(outstanding, center.clock.now() + timedelta(seconds=seconds))
    return {o.change: o for o in apply_changes(changes, center, center.clock, limits)}


@pytest.fixture
def center():
    return FakeCenter(FakeClock())


def test_all_are_granted_and_verified(center):
    """Each change ends DONE, and AWS has it."""
    changes = [change(account, permission_set) for account in range(4) for permission_set in range(5)]
    outcomes = run(center, *changes)
    assert {o.result for o in outcomes.values()} == {Result.DONE}
    assert center.assignments == {c.assignment for c in changes}


def test_never_more_outstanding_than_the_lanes_share(center):
    """The window is full and never over-full."""
    run(center, *(change(account) for account in range(30)), outstanding=4)
    assert center.most_outstanding == 4


def test_never_two_on_one_account_and_permission_set(center):
    """Two groups on one permission set in one account follow each other: no conflict is provoked."""
    outcomes = run(center, change(principal="g1"), change(principal="g2"), change(principal="g3"))
    assert {o.result for o in outcomes.values()} == {Result.DONE}
    assert len(center.requests) == 3


@pytest.mark.parametrize("fault", [RetryError("ThrottlingException"), RetryError("ConflictException")])
def test_throttles_and_conflicts_are_waited_out(center, fault):
    """Seven refusals in a row lose nothing."""
    center.faults = [fault] * 7
    outcomes = run(center, change(1), change(2))
    assert {o.result for o in outcomes.values()} == {Result.DONE}


def test_a_failed_change_keeps_awss_reason_and_the_others_go_on(center):
    """AWS's FAILED is an outcome with its reason, not an end of the plan."""
    center.faults = ["the account is not ready"]
    outcomes = run(center, change(1), change(2))
    assert outcomes[change(1)].result is Result.FAILED
    assert outcomes[change(1)].detail == "the account is not ready"
    assert outcomes[change(2)].result is Result.DONE


def test_a_denied_change_is_stuck_and_the_others_go_on(center):
    """What only a person can mend is named as such."""
    center.faults = [AlertError("AccessDeniedException")]
    outcomes = run(center, change(1), change(2))
    assert [outcomes[change(a)].result for a in (1, 2)] == [Result.STUCK, Result.DONE]


def test_what_time_does_not_allow_is_left_for_later(center):
    """At the deadline nothing is lost: each change is DONE or LATER."""
    center.takes = timedelta(seconds=30)
    outcomes = run(center, *(change(a) for a in range(12)), outstanding=3, seconds=85)
    results = [o.result for o in outcomes.values()]
    assert len(results) == 12
    assert results.count(Result.DONE) == 6
    assert results.count(Result.LATER) == 6


def test_revoking(center):
    """A revoke takes the assignment away."""
    center.assignments.add(change().assignment)
    outcomes = run(center, change(action=Action.REVOKE))
    assert [o.result for o in outcomes.values()] == [Result.DONE]
    assert not center.assignments


def test_each_outcome_is_told_when_it_is_decided(center):
    """Whoever watches hears of every decision, one after the other, and of nothing that is left for later."""
    center.takes = timedelta(seconds=30)
    told = []
    limits = Limits(2, center.clock.now() + timedelta(seconds=50))
    outcomes = apply_changes([change(a) for a in range(4)], center, center.clock, limits, told.append)
    assert [o.result for o in told] == [Result.DONE, Result.DONE]
    assert list(outcomes[:2]) == told


def test_nothing_to_do_asks_nothing(center):
    """An empty plan makes no call."""
    assert run(center) == {}
    assert not center.requests


def count_looks(center: FakeCenter, *changes: Change, **limits: int) -> int:
    looks, poll = [], center.poll
    center.poll = lambda operations: looks.append(center.clock.now()) or poll(operations)
    assert {o.result for o in run(center, *changes, **limits).values()} == {Result.DONE}
    return len(looks)


@pytest.mark.parametrize("takes", [0.3, 2, 10, 45])
def test_looks_come_when_a_decision_is_due(center, takes):
    """However long AWS takes, 50 requests one after the other cost little more than a look each."""
    center.takes = timedelta(seconds=takes)
    assert count_looks(center, *(change(a) for a in range(50)), outstanding=1) <= 50 * 1.5 + 15


def test_looks_in_vain_come_ever_less_often(center):
    """An operation that takes five minutes is looked at about as often in a minute as in the first second."""
    center.takes = timedelta(minutes=5)
    assert count_looks(center, change()) <= 40


@pytest.mark.parametrize("takes", [0.5, 2, 10])
def test_the_window_is_used(center, takes):
    """300 requests through a window of 15 take no more than a quarter longer than they must."""
    center.takes = timedelta(seconds=takes)
    start = center.clock.now()
    run(center, *(change(a) for a in range(300)), outstanding=15)
    assert center.clock.now() - start <= 1.25 * center.takes * 300 / 15 + timedelta(seconds=2)


def test_it_never_sleeps_past_its_deadline(center):
    """What is not decided in time is left at the deadline, not after the next long pause."""
    center.takes = timedelta(minutes=5)
    start = center.clock.now()
    run(center, change(), seconds=30)
    assert center.clock.now() - start == timedelta(seconds=30)
