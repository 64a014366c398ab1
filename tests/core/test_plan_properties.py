"""What holds of every plan, whatever the policy, the organization and the state: a thousand of each in CI."""

from collections.abc import Iterable
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.accounts import Account, AccountState
from lambdas.core.assignments import Assignment, PrincipalType
from lambdas.core.desired import Desired, Known, Pair, make_desired
from lambdas.core.plan import Plan, make_plan
from lambdas.core.policy import Policy
from lambdas.core.review import Readings, review
from lambdas.core.safety import Freeze

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)

GROUPS = {name: f"g-{name}" for name in ("Developers", "Operators", "Security", "Emergency")}
SETS = {name: f"arn:aws:sso:::permissionSet/ssoins-1/ps-{name}" for name in ("Admin", "ReadOnly", "EmergencyAdmin")}
KNOWN = Known(groups=GROUPS, permission_sets=SETS)
PATHS = ((), ("Workloads",), ("Workloads", "Dev"), ("Workloads", "Prod"), ("Sandbox", "Dev"))
IDS = tuple(f"{n:012}" for n in range(1, 7))

accounts = st.fixed_dictionaries(
    {
        account_id: st.builds(
            Account,
            st.just(account_id),
            st.sampled_from(["payments", "orders", "audit"]),
            st.sampled_from([AccountState.ACTIVE, AccountState.ACTIVE, AccountState.CLOSED]),
            st.sampled_from(PATHS),
            st.sampled_from([{}, {"restricted": "true"}]),
        )
        for account_id in IDS
    }
).map(lambda found: tuple(found.values()))

selectors = st.sampled_from(
    [
        "all",
        {"ou": "Workloads"},
        {"ou": "Workloads/Dev"},
        {"ou_only": "Workloads"},
        {"ou": "Sandbox/Dev"},
        {"name": "pay*"},
        {"id": [IDS[0], IDS[3]]},
        {"ou": "Workloads", "not": {"tag": {"restricted": "true"}}},
        [{"name": "audit"}, {"tag": {"restricted": "true"}}],
        {"ou": "Nowhere"},
    ]
)
rules = st.fixed_dictionaries(
    {"groups": st.lists(st.sampled_from(sorted(GROUPS)), min_size=1, max_size=2, unique=True)}
    | {"permission_sets": st.lists(st.sampled_from(sorted(SETS)), min_size=1, max_size=2, unique=True)}
    | {"accounts": selectors}
)
some_rules = st.lists(rules, max_size=4)
assignments = st.builds(
    Assignment,
    st.sampled_from(IDS),
    st.sampled_from(sorted(SETS.values())),
    st.just(PrincipalType.GROUP),
    st.sampled_from(sorted(GROUPS.values())),
)
states = st.frozensets(assignments, max_size=25)


def policy_of(written: Iterable[dict]) -> Policy:
    return Policy.model_validate(
        {
            "permission_sets": {name: {} for name in SETS},
            "access": list(written),
            "break_glass": {"permission_sets": ["EmergencyAdmin"], "groups": ["Emergency"]},
            "safety": {"max_revokes": {"count": 1000, "share": 1.0}},
        }
    )


def desired_of(written: Iterable[dict], there: tuple[Account, ...], retired: Iterable[Pair] = ()) -> Desired:
    return make_desired(policy_of(written), there, KNOWN, NOW, retired)


def reviewed(
    written: list[dict], there: tuple[Account, ...], actual: Iterable[Assignment], freezes: tuple[Freeze, ...] = ()
) -> Plan:
    policy = policy_of(written)
    readings = Readings(there, KNOWN, tuple(actual), freezes, whole=True)
    return review(policy, make_desired(policy, there, KNOWN, NOW), readings).plan


def applied(plan: Plan, actual: frozenset[Assignment]) -> frozenset[Assignment]:
    revoked = {change.assignment for change in plan.revokes}
    return (actual - revoked) | {change.assignment for change in plan.grants}


@given(some_rules, accounts, states)
def test_applying_a_plan_makes_the_next_one_empty(written, there, actual):
    """After a plan is applied there is nothing to do."""
    plan = reviewed(written, there, actual)
    assert reviewed(written, there, applied(plan, actual)).changes == ()


@given(some_rules, accounts, states, st.randoms())
def test_order_changes_nothing(written, there, actual, random):
    """Rules, accounts and readings in another order give the same changes, and the same fingerprint."""
    plan = reviewed(written, there, actual)
    shuffled, others, reading = list(written), list(there), sorted(actual)
    for items in (shuffled, others, reading):
        random.shuffle(items)
    again = reviewed(shuffled, tuple(others), reading)
    assert {(c.action, c.assignment) for c in again.changes} == {(c.action, c.assignment) for c in plan.changes}
    assert again.fingerprint() == plan.fingerprint()


@given(some_rules, rules, accounts)
def test_adding_a_rule_never_revokes(written, added, there):
    """Where the state is as the policy has it, one more rule only ever grants."""
    in_step = desired_of(written, there).reasons
    plan = make_plan(desired_of([*written, added], there), in_step)
    assert plan.revokes == ()


@given(st.lists(rules, min_size=1, max_size=4), st.data(), accounts)
def test_removing_a_rule_revokes_what_only_it_justified(written, data, there):
    """With the pairs of the old policy remembered, exactly what no other rule gives is revoked."""
    removed = data.draw(st.integers(0, len(written) - 1))
    rest = [rule for number, rule in enumerate(written) if number != removed]
    before, after = desired_of(written, there), desired_of(rest, there)
    plan = make_plan(desired_of(rest, there, retired=before.managed), before.reasons)
    assert {change.assignment for change in plan.revokes} == before.reasons.keys() - after.reasons.keys()
    assert plan.grants == ()


@given(some_rules, accounts, states)
def test_break_glass_is_never_revoked(written, there, actual):
    """No plan takes a break-glass permission set or a break-glass group's access away."""
    for change in reviewed(written, there, actual).revokes:
        assert change.assignment.permission_set_arn != SETS["EmergencyAdmin"]
        assert change.assignment.principal_id != GROUPS["Emergency"]


@given(some_rules, accounts, states, st.sets(st.sampled_from(sorted(GROUPS.values()))))
def test_failed_reads_never_add_a_revoke(written, there, actual, failing):
    """Whoever's assignments could not be read, nothing is revoked that would not have been."""
    managed = make_desired(policy_of(written), there, KNOWN, NOW).managed
    freezes = tuple(
        Freeze("could not be read", pairs=frozenset(pair for pair in managed if pair.principal_id == group))
        for group in sorted(failing)
    )
    seen = [assignment for assignment in actual if assignment.principal_id not in failing]
    revokes = {change.assignment for change in reviewed(written, there, actual).revokes}
    assert {change.assignment for change in reviewed(written, there, seen, freezes).revokes} <= revokes


@given(some_rules, accounts, states)
def test_nothing_is_planned_where_nothing_may_be_written(written, there, actual):
    """An account that is not ACTIVE gets nothing and loses nothing."""
    closed = {account.id for account in there if account.state is not AccountState.ACTIVE}
    plan = reviewed(written, there, actual)
    assert not [change for change in plan.changes if change.assignment.account_id in closed]
