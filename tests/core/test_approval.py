"""What an approval covers: nothing that a person did not read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.approval import NOT_APPROVED, Approval, digests
from lambdas.core.assignments import Action, Assignment, PrincipalType
from lambdas.core.plan import Change, Plan

assignments = st.builds(
    Assignment,
    st.sampled_from(["111111111111", "222222222222"]),
    st.sampled_from(["ps-1", "ps-2"]),
    st.sampled_from(PrincipalType),
    st.sampled_from(["1", "2"]),
)
changes = st.builds(Change, st.sampled_from(Action), assignments, st.just(("why",)))
plans = st.lists(changes, max_size=6, unique_by=lambda change: (change.action, change.assignment)).map(
    lambda found: Plan(tuple(found))
)


def meant(plan: Plan) -> set[tuple[Action, Assignment]]:
    return {(change.action, change.assignment) for change in plan.changes}


def approve(plan: Plan, *, under_way: bool) -> Approval:
    return Approval(plan.fingerprint(), digests(plan.changes), under_way)


@given(plans, plans, st.booleans())
def test_an_approval_covers_nothing_that_was_not_approved(approved, due, under_way):
    """Whatever plan comes out, it is covered only if every change in it stood in the one that was approved."""
    if approve(approved, under_way=under_way).covers(due):
        assert meant(due) <= meant(approved)


@given(plans, plans)
def test_before_it_begins_only_the_whole_plan_is_covered(approved, due):
    """A part of it is another plan, until Gatehouse itself has done the rest."""
    assert approve(approved, under_way=False).covers(due) == (meant(due) == meant(approved))


@given(plans, st.data())
def test_once_begun_what_is_left_is_covered(approved, data):
    """Any part of an approved plan needs no second approval."""
    left = data.draw(st.lists(st.sampled_from(approved.changes), unique=True) if approved.changes else st.just([]))
    assert approve(approved, under_way=True).covers(Plan(tuple(left)))


@given(plans)
def test_without_an_approval_nothing_is_covered(due):
    """Not even a plan without changes."""
    assert not NOT_APPROVED.covers(due)


@pytest.mark.parametrize("under_way", [True, False])
def test_the_opposite_change_is_another_change(under_way):
    """Whoever approved a grant did not approve its revoke."""
    mine = Assignment("111111111111", "ps-1", PrincipalType.GROUP, "1")
    granting, revoking = (Plan((Change(action, mine, ()),)) for action in Action)
    assert not approve(granting, under_way=under_way).covers(revoking)


@given(st.lists(changes, max_size=6))
def test_digests_tell_changes_apart(found):
    """As many digests as there are different changes."""
    assert len(digests(found)) == len({(change.action, change.assignment) for change in found})
