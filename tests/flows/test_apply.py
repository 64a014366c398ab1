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
