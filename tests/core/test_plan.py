"""Desired minus actual, and what keeps it safe."""

import itertools

import pytest

from lambdas.core.assignments import Action, Assignment, PrincipalType
from lambdas.core.desired import Desired, Pair
from lambdas.core.plan import Change, Plan, make_plan
from lambdas.core.policy import MaxRevokes
from lambdas.core.safety import OutOfReach, spare_break_glass, too_dangerous


def assignment(account: int, permission_set: str = "ps-1", group: str = "g1") -> Assignment:
    return Assignment(f"{account:012}", permission_set, PrincipalType.GROUP, group)


def desired(*wanted: Assignment, also_managed: tuple[Assignment, ...] = ()) -> Desired:
    managed = frozenset(Pair.of(a) for a in (*wanted, *also_managed))
    return Desired(dict.fromkeys(wanted, ("rule 1: all accounts",)), managed)


#  desired  there  managed   change
#  yes      no     yes       grant
#  yes      yes    yes       none
#  no       yes    yes       revoke
#  no       yes    no        none: unmanaged, reported
def test_the_case_table():
    """Grants, revokes, leaves alone and reports: each exactly where the table says."""
    missing, there, surplus, unknown = (assignment(1), assignment(2), assignment(3), assignment(4, group="g9"))
    plan = make_plan(desired(missing, there), [there, surplus, unknown])
    assert [(c.action, c.assignment) for c in plan.changes] == [(Action.REVOKE, surplus), (Action.GRANT, missing)]
    assert plan.unmanaged == (unknown,)


def test_revokes_stand_before_grants():
    """Access that must go goes first."""
    plan = make_plan(desired(*(assignment(n) for n in range(3))), [assignment(9), assignment(8)])
    assert [c.action for c in plan.changes] == [Action.REVOKE] * 2 + [Action.GRANT] * 3


def test_a_group_that_aws_lost_is_no_reason_to_revoke():
    """A pair that is not managed, because its name was not found, is never revoked."""
    plan = make_plan(Desired({}, frozenset(), ("group 'Developers' is in the policy but not in AWS",)), [assignment(1)])
    assert plan.changes == ()
    assert plan.findings


def test_fingerprint_does_not_depend_on_order():
    """The same changes in any order have one fingerprint, and other changes another."""
    changes = [Change(Action.GRANT, assignment(n), ("r",)) for n in range(4)]
    prints = {Plan(order).fingerprint() for order in itertools.permutations(changes)}
    assert len(prints) == 1
    assert Plan(tuple(changes[:3])).fingerprint() not in prints
    assert (
        Plan((Change(Action.REVOKE, assignment(0), ()),)).fingerprint()
        != Plan((Change(Action.GRANT, assignment(0), ()),)).fingerprint()
    )


@pytest.mark.parametrize(
    ("action", "permission_set", "group", "withheld"),
    [
        (Action.REVOKE, "emergency", "g1", True),
        (Action.REVOKE, "ps-1", "emergency-group", True),
        (Action.REVOKE, "ps-1", "g1", False),
        (Action.GRANT, "emergency", "emergency-group", False),
    ],
)
def test_break_glass_is_out_of_reach(action, permission_set, group, withheld):
    """A break-glass assignment may be granted, never revoked."""
    change = Change(action, assignment(1, permission_set, group), ())
    reach = OutOfReach(frozenset({"emergency"}), frozenset({"emergency-group"}))
    plan = spare_break_glass(Plan((change,)), reach)
    assert [w.change for w in plan.withheld] == ([change] if withheld else [])
    assert plan.changes == (() if withheld else (change,))


@pytest.mark.parametrize(
    ("revokes", "whole", "there", "held"),
    [
        (20, True, 1000, False),
        (21, False, 1000, True),
        (21, True, 1000, True),
        (5, False, 5, False),
        (5, True, 49, True),
        (5, True, 50, False),
        (0, True, 0, False),
    ],
)
def test_volume_guard(revokes, whole, there, held):
    """More than the count, or in a loop over everything more than the share, waits for a person."""
    plan = Plan(tuple(Change(Action.REVOKE, assignment(n), ()) for n in range(revokes)))
    limit = MaxRevokes(count=20, share=0.1)
    why = too_dangerous(plan, limit, managed_now=there, whole_organization=whole)
    assert bool(why) is held
