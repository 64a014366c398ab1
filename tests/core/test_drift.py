"""Drift is what hands have made: never what the policy, a move, the time or a clean-up has made due."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.assignments import Assignment, Principal, PrincipalType
from lambdas.core.desired import Desired, Pair
from lambdas.core.drift import NOTHING, ONLY_REPORTED, digest, find_drift, find_news, fingerprint_accounts, obey
from lambdas.core.memory import KnownAccount
from lambdas.core.plan import NO_SURPLUS, Surplus, make_plan
from lambdas.core.policy import Drift

ACCOUNTS = ("111111111111", "222222222222", "333333333333")
EVERY_PAIR = frozenset(Pair(PrincipalType.GROUP, group, arn) for group in ("g-1", "g-2") for arn in ("ps-1", "ps-2"))

assignments = st.builds(
    Assignment,
    st.sampled_from(ACCOUNTS),
    st.sampled_from(["ps-1", "ps-2"]),
    st.just(PrincipalType.GROUP),
    st.sampled_from(["g-1", "g-2"]),
)
states = st.frozensets(assignments, max_size=8)


def assigned(account_id: str = ACCOUNTS[0], arn: str = "ps-1", group: str = "g-1") -> Assignment:
    return Assignment(account_id, arn, PrincipalType.GROUP, group)


def wanted(*found: Assignment, managed: frozenset[Pair] = EVERY_PAIR) -> Desired:
    return Desired(dict.fromkeys(sorted(found), ("rule 1",)), managed)


def in_line_with(desired: Desired) -> dict[str, KnownAccount]:
    """Every account, as it is remembered after a loop that left nothing open."""
    fingerprints = fingerprint_accounts(desired)
    return {account_id: KnownAccount(desired=fingerprints.get(account_id, NOTHING)) for account_id in ACCOUNTS}


@given(states, states, states)
def test_where_the_desired_state_has_changed_there_is_no_drift(before, now, actual):
    """Whatever is found in an account in which something else should be than before, hands are not blamed."""
    plan = make_plan(wanted(*now), actual)
    changed = {a.account_id for a in before ^ now}
    drift = find_drift(plan, wanted(*now), in_line_with(wanted(*before)))
    assert not changed & {change.assignment.account_id for change in drift}


@given(states, states)
def test_where_the_desired_state_is_as_it_was_every_change_is_drift(desired, actual):
    """Nothing but hands can have made what rules manage differ from what it was."""
    plan = make_plan(wanted(*desired), actual)
    assert find_drift(plan, wanted(*desired), in_line_with(wanted(*desired))) == plan.changes


@given(states, states)
def test_where_nothing_is_remembered_there_is_no_drift(desired, actual):
    """An account that was never in line has nothing to have drifted from."""
    plan = make_plan(wanted(*desired), actual)
    assert find_drift(plan, wanted(*desired), {}) == ()
    assert find_drift(plan, wanted(*desired), dict.fromkeys(ACCOUNTS, KnownAccount())) == ()


MINE = assigned()
GONE = frozenset({Principal(PrincipalType.GROUP, "g-1")})
OTHERS = EVERY_PAIR - {Pair.of(MINE)}


#  what should be   what is   how else it may be due                      drift
@pytest.mark.parametrize(
    ("desired", "actual", "surplus", "is_drift"),
    [
        (wanted(MINE), [], NO_SURPLUS, True),
        (wanted(), [MINE], NO_SURPLUS, True),
        (wanted(MINE), [MINE], NO_SURPLUS, False),
        # No rule manages it: it is unmanaged, and goes because the policy says so.
        (wanted(managed=OTHERS), [MINE], Surplus(revoke_unmanaged=True), False),
        # Its principal was deleted: it is cleaned up.
        (wanted(managed=OTHERS), [MINE], Surplus(GONE), False),
        (wanted(), [MINE], Surplus(GONE), False),
    ],
)
def test_only_what_rules_manage_can_drift(desired, actual, surplus, is_drift):
    """A clean-up and the end of unmanaged access are no drift, and safety.drift has no say in them."""
    plan = make_plan(desired, actual, surplus)
    assert bool(find_drift(plan, desired, in_line_with(desired))) == is_drift


@given(states, states, st.sampled_from(Drift))
def test_drift_is_reverted_or_only_reported(desired, actual, wish):
    """With `report` exactly the drift is withheld; with `revert` the plan is as it was."""
    remembered = {ACCOUNTS[0]: in_line_with(wanted(*desired))[ACCOUNTS[0]]}
    plan = make_plan(wanted(*desired), actual)
    drift = find_drift(plan, wanted(*desired), remembered)
    obeyed = obey(plan, drift, wish)
    kept_back = drift if wish is Drift.REPORT else ()
    assert tuple(w.change for w in obeyed.withheld) == kept_back
    assert {w.because for w in obeyed.withheld} <= {ONLY_REPORTED}
    assert set(obeyed.changes) == set(plan.changes) - set(kept_back)


@given(states, st.randoms())
def test_a_fingerprint_does_not_depend_on_order_or_reasons(desired, random):
    """The same assignments give the same fingerprint, whichever rules give them."""
    shuffled = sorted(desired)
    random.shuffle(shuffled)
    other = Desired(dict.fromkeys(shuffled, ("rule 7", "rule 8")), EVERY_PAIR)
    assert fingerprint_accounts(other) == fingerprint_accounts(wanted(*desired))


@given(states, states)
def test_fingerprints_tell_states_apart(one, other):
    """Two accounts' fingerprints are equal where the same should be there, and nowhere else."""
    first, second = in_line_with(wanted(*one)), in_line_with(wanted(*other))
    for account_id in ACCOUNTS:
        same = {a for a in one if a.account_id == account_id} == {a for a in other if a.account_id == account_id}
        assert (first[account_id] == second[account_id]) == same


@given(states, states)
def test_news_is_what_was_not_told(found, told):
    """Each is told once; what another account was told of does not count."""
    remembered = {
        account_id: KnownAccount(told=frozenset(digest(a) for a in told if a.account_id == account_id))
        for account_id in ACCOUNTS
    }
    assert set(find_news(found, remembered)) == found - told


def test_a_digest_is_for_one_assignment():
    """Another account, permission set or principal is another digest."""
    others = [assigned(ACCOUNTS[1]), assigned(arn="ps-2"), assigned(group="g-2")]
    assert len({digest(a) for a in (MINE, *others)}) == 4
