"""What there is, as a policy: planned against the same organization it changes nothing."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.accounts import Account, AccountState
from lambdas.core.assignments import Assignment, PrincipalType
from lambdas.core.desired import Known, make_desired
from lambdas.core.imported import KEPT_FOR, REASON, Existing, make_imported
from lambdas.core.policy import PermissionSet, Policy, Selector
from lambdas.core.review import Readings, review
from policy_file import read_policy
from policy_file.writer import write_policy
from tests.core.test_plan_properties import GROUPS, IDS, SETS, accounts, states

TODAY = date(2026, 5, 4)
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
USERS = {"u-ana": "ana@example.com", "u-ben": "ben@example.com"}
KNOWN = Known(GROUPS, {name: i for i, name in USERS.items()}, SETS)
MANAGEMENT = Account("999999999999", "management", is_management=True)
of_users = st.builds(
    Assignment,
    st.sampled_from([*IDS, MANAGEMENT.id]),
    st.sampled_from(sorted(SETS.values())),
    st.just(PrincipalType.USER),
    st.sampled_from(sorted(USERS)),
)
DEV, GONE = "111111111111", "222222222222"


def existing(accounts: tuple[Account, ...], *assignments: Assignment) -> Existing:
    stored = {arn: (name, PermissionSet()) for name, arn in SETS.items()}
    return Existing(accounts, stored, {i: name for name, i in GROUPS.items()}, USERS, assignments)


def group(name: str, permission_set: str, account_id: str = DEV) -> Assignment:
    return Assignment(account_id, SETS[permission_set], PrincipalType.GROUP, GROUPS[name])


def reread(policy: Policy) -> Policy:
    found = read_policy(write_policy(policy).encode(), "access.yaml", today=TODAY)
    assert found.problems == ()
    assert found.policy is not None
    return found.policy


@given(accounts, states, st.frozensets(of_users, max_size=8))
def test_planned_against_the_same_organization_it_changes_nothing(listed, of_groups, departures):
    """Written, read and planned: no change, nothing withheld, nothing unmanaged, and no mistake in the file."""
    everybody, there = (*listed, MANAGEMENT), (*of_groups, *departures)
    policy = reread(make_imported(existing(everybody, *there), TODAY).policy)
    read = Readings(everybody, KNOWN, there, whole=True)
    plan = review(policy, make_desired(policy, everybody, KNOWN, NOW), read).plan
    assert (plan.changes, plan.withheld, plan.unmanaged, plan.findings) == ((), (), (), ())


def test_groups_with_the_same_access_share_a_rule():
    """Same permission sets in the same accounts: one rule for both groups."""
    accounts = (Account(DEV, "dev"),)
    found = make_imported(
        existing(accounts, *(group(g, p) for g in ("Developers", "Operators") for p in ("ReadOnly", "Admin"))), TODAY
    )
    (rule,) = found.policy.access
    assert (rule.groups, rule.permission_sets) == (("Developers", "Operators"), ("Admin", "ReadOnly"))


def test_a_users_access_ends():
    """A user's assignments become one exception for each permission set, for 90 days, by account id."""
    accounts = (Account(DEV, "dev"), Account(GONE, "other"))
    mine = [Assignment(a.id, SETS["ReadOnly"], PrincipalType.USER, "u-ana") for a in accounts]
    (exception,) = make_imported(existing(accounts, *mine), TODAY).policy.exceptions
    assert (exception.user, exception.permission_set, exception.reason) == ("ana@example.com", "ReadOnly", REASON)
    assert exception.until == TODAY + timedelta(days=90) == TODAY + KEPT_FOR
    assert exception.accounts == Selector.of({"id": [DEV, GONE]})


def test_what_cannot_be_said_is_left_out():
    """Assignments in accounts that are closed or not in the list are named, not written."""
    accounts = (Account(DEV, "dev", AccountState.SUSPENDED),)
    found = make_imported(
        existing(accounts, group("Developers", "ReadOnly"), group("Developers", "ReadOnly", GONE)), TODAY
    )
    assert found.policy.access == ()
    assert found.left_out == (group("Developers", "ReadOnly"), group("Developers", "ReadOnly", GONE))


def test_permission_sets_nobody_holds_are_kept():
    """A permission set without an assignment is part of what there is."""
    assert list(make_imported(existing(()), TODAY).policy.permission_sets) == sorted(SETS)
