"""What holds of every sweep: with orphans, pairs of an earlier policy, and unmanaged access that is to be revoked."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.accounts import Account, AccountState
from lambdas.core.assignments import Action, Assignment, Principal, PrincipalType
from lambdas.core.desired import Known, make_desired
from lambdas.core.drift import NOTHING, fingerprint_accounts
from lambdas.core.memory import KnownAccount, Recalled, make_holders
from lambdas.core.plan import Plan
from lambdas.core.policy import Policy
from lambdas.core.review import Readings, Reviewed, review
from tests.core.test_plan_properties import GROUPS, KNOWN, NOW, SETS, accounts, applied, policy_of, some_rules, states

EMERGENCY = GROUPS["Emergency"]
orphan_sets = st.frozensets(
    st.sampled_from([Principal(PrincipalType.GROUP, i) for i in sorted(set(GROUPS.values()) - {EMERGENCY})]), max_size=2
)
safeties = st.fixed_dictionaries(
    {"unmanaged": st.sampled_from(["report", "revoke"]), "drift": st.sampled_from(["revert", "report"])}
)
# The rules before, the rules now, the accounts, and what they hold.
worlds = st.tuples(some_rules, some_rules, accounts, states)


def rules_of(written: list[dict], **safety: str) -> Policy:
    policy = policy_of(written).model_dump(mode="json", by_alias=True)
    return Policy.model_validate({**policy, "safety": {**policy["safety"], **safety}})


def sweep(
    policy: Policy,
    there: tuple[Account, ...],
    actual: Iterable[Assignment],
    *,
    before: list[dict] | None = None,
    deleted: frozenset[Principal] = frozenset(),
    known: Known = KNOWN,
) -> Reviewed:
    """A look at everything. The policy had the rules `before` when the accounts were last in line with it."""
    then = make_desired(rules_of(before or []), there, KNOWN, NOW)
    fingerprints = fingerprint_accounts(then)
    recalled = Recalled(
        {arn: name for name, arn in SETS.items()},
        make_holders(then.today, KNOWN),
        {account.id: KnownAccount(desired=fingerprints.get(account.id, NOTHING)) for account in there},
    )
    desired = make_desired(policy, there, known, NOW, recalled.pairs)
    return review(
        policy, desired, Readings(there, known, tuple(actual), whole=True, recalled=recalled, orphans=deleted)
    )


def unknown(deleted: frozenset[Principal]) -> Known:
    """What the names mean when the deleted groups are gone."""
    gone = {principal.id for principal in deleted}
    return Known({name: i for name, i in GROUPS.items() if i not in gone}, permission_sets=SETS)


@given(worlds, orphan_sets, safeties)
def test_applying_the_plan_of_a_sweep_makes_the_next_one_empty(world, deleted, safety):
    """Whatever the policy was, whoever was deleted, and whatever is to be revoked: one sweep is enough."""
    before, written, there, actual = world
    policy = rules_of(written, **safety)
    found = {"before": before, "deleted": deleted, "known": unknown(deleted)}
    plan = sweep(policy, there, actual, **found).plan
    assert sweep(policy, there, applied(plan, actual), **found).plan.changes == ()


@given(worlds, orphan_sets, safeties)
def test_a_sweep_never_revokes_break_glass(world, deleted, safety):
    """Not as unmanaged access, not as what a deleted group leaves, and not when its rule is dropped."""
    before, written, there, actual = world
    found = sweep(rules_of(written, **safety), there, actual, before=before, deleted=deleted, known=unknown(deleted))
    assert not emergencies(found.plan)


@given(some_rules, accounts, states)
def test_break_glass_is_spared_by_its_ids_as_well(written, there, actual):
    """A group or permission set that only an id names is spared, also when no rule has it and no name is known."""
    rest = [rule for rule in written if "Emergency" not in rule["groups"]]
    policy = rules_of(rest, unmanaged="revoke").model_dump(mode="json", by_alias=True)
    policy["break_glass"] = {"permission_sets": ["ps-EmergencyAdmin"], "groups": [EMERGENCY]}
    known = Known({name: i for name, i in GROUPS.items() if i != EMERGENCY}, permission_sets={"Admin": SETS["Admin"]})
    readings = Readings(there, known, tuple(actual), whole=True)
    policy = Policy.model_validate(policy)
    assert not emergencies(review(policy, make_desired(policy, there, known, NOW), readings).plan)


def emergencies(plan: Plan) -> list[Assignment]:
    revoked = (change.assignment for change in plan.revokes)
    return [a for a in revoked if a.permission_set_arn == SETS["EmergencyAdmin"] or a.principal_id == EMERGENCY]


@given(some_rules, accounts, states, orphan_sets)
def test_nothing_is_granted_to_who_was_deleted(written, there, actual, deleted):
    """Neither by a rule that names the group still, nor by a reading that found its name."""
    for known in (KNOWN, unknown(deleted)):
        grants = sweep(rules_of(written), there, actual, deleted=deleted, known=known).plan.grants
        assert not [change for change in grants if change.assignment.principal in deleted]


@given(some_rules, some_rules, accounts, states)
def test_drift_is_never_found_where_the_desired_state_has_changed(before, written, there, actual):
    """A new rule, a dropped one, a move: what they make due is nobody's handiwork."""
    then = fingerprint_accounts(make_desired(rules_of(before), there, KNOWN, NOW))
    now = fingerprint_accounts(make_desired(rules_of(written), there, KNOWN, NOW))
    drift = sweep(rules_of(written), there, actual, before=before).drift
    assert not [
        change for change in drift if then.get(change.assignment.account_id) != now.get(change.assignment.account_id)
    ]


@given(some_rules, accounts, states, safeties)
def test_unmanaged_access_goes_only_where_the_policy_says_so(written, there, actual, safety):
    """With `report` what no rule knows is in no change, and never in an account that is only meant by its id."""
    there = (*there, Account("999999999999", "management", AccountState.ACTIVE, is_management=True))
    mine = Assignment("999999999999", SETS["Admin"], PrincipalType.GROUP, GROUPS["Developers"])
    found = sweep(rules_of(written, **safety), there, [*actual, mine])
    unmanaged = {change.assignment for change in found.plan.revokes if change.reasons[0].startswith("no rule knows it")}
    assert mine not in unmanaged
    assert safety["unmanaged"] == "revoke" or not unmanaged


@pytest.mark.parametrize("drift", ["revert", "report"])
def test_unmanaged_access_is_revoked_whatever_is_done_about_drift(drift):
    """safety.drift is about what rules manage: it has no say in what no rule knows."""
    there = (Account("000000000001", "payments"),)
    unmanaged = Assignment(there[0].id, SETS["Admin"], PrincipalType.GROUP, GROUPS["Operators"])
    found = sweep(rules_of([], unmanaged="revoke", drift=drift), there, [unmanaged])
    assert [(change.action, change.assignment) for change in found.plan.changes] == [(Action.REVOKE, unmanaged)]
    assert found.drift == ()
