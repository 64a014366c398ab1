"""What was read, checked: what is implausible takes nothing away, and accounts that are not ACTIVE are left alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lambdas.core.accounts import Account, AccountState
from lambdas.core.assignments import Assignment, PrincipalType
from lambdas.core.desired import Known, make_desired
from lambdas.core.policy import Policy
from lambdas.core.review import Readings, review

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DEV, PROD, STRANGER = "111111111111", "222222222222", "333333333333"
KNOWN = Known(
    groups={"Developers": "g-dev"}, users={"ana@example.com": "u-ana"}, permission_sets={"ReadOnly": "ps-read"}
)
ACCOUNTS = (Account(DEV, "dev", ou_path=("Dev",)), Account(PROD, "prod", ou_path=("Prod",)))


def policy(accounts: object, **more: object) -> Policy:
    rules = [{"group": "Developers", "permission_set": "ReadOnly", "accounts": accounts}]
    return Policy.model_validate({"permission_sets": {"ReadOnly": {}}, "access": rules, **more})


def held_by_group(account_id: str) -> Assignment:
    return Assignment(account_id, "ps-read", PrincipalType.GROUP, "g-dev")


def reviewed(found: Policy, *assignments: Assignment, accounts: tuple[Account, ...] = ACCOUNTS, whole: bool = True):
    readings = Readings(accounts, KNOWN, assignments, whole=whole)
    return review(found, make_desired(found, accounts, KNOWN, NOW), readings)


@pytest.mark.parametrize("whole", [True, False])
def test_a_selector_that_means_no_account_revokes_nothing(whole):
    """A renamed OU freezes its pairs in a plan for everything; in one account it is an ordinary move."""
    plan = reviewed(policy({"ou": "Devv"}), held_by_group(DEV), whole=whole).plan
    assert [w.change.assignment for w in plan.withheld] == ([held_by_group(DEV)] if whole else [])
    assert [c.assignment for c in plan.revokes] == ([] if whole else [held_by_group(DEV)])
    assert plan.frozen == (("rule 1: no account is meant by ou Devv, and there is access of it",) if whole else ())


def test_a_selector_that_means_nothing_and_gives_nothing_is_plausible():
    """A rule for accounts to come freezes nothing."""
    assert reviewed(policy({"ou": "Devv"})).plan.frozen == ()


def test_an_exception_that_means_no_account_revokes_nothing():
    """An account that was renamed does not end the exception for it."""
    exception = {
        "user": "ana@example.com",
        "permission_set": "ReadOnly",
        "accounts": {"name": "payments"},
        "until": "2026-12-31",
        "owner": "ben@example.com",
        "reason": "INC-1",
    }
    mine = Assignment(DEV, "ps-read", PrincipalType.USER, "u-ana")
    plan = reviewed(policy("all", exceptions=[exception]), mine, held_by_group(DEV), held_by_group(PROD)).plan
    assert [w.change.assignment for w in plan.withheld] == [mine]


def test_an_account_that_the_list_does_not_have_is_frozen():
    """An assignment somewhere unknown says that the list of accounts is not whole: it stays."""
    plan = reviewed(policy("all"), *map(held_by_group, (DEV, PROD, STRANGER))).plan
    assert plan.changes == ()
    assert plan.frozen == (f"account {STRANGER} has assignments and is not in the list of accounts",)


def test_an_empty_list_of_accounts_takes_nothing_away():
    """Without accounts there is nothing to revoke from."""
    assert reviewed(policy("all"), held_by_group(DEV), accounts=()).plan.changes == ()


def test_accounts_that_are_not_active_are_not_planned():
    """A suspended account gets no grant, no revoke, and is not called unmanaged."""
    accounts = (replace(ACCOUNTS[0], state=AccountState.SUSPENDED), ACCOUNTS[1])
    plan = reviewed(policy({"id": PROD}), held_by_group(DEV), held_by_group(PROD), accounts=accounts).plan
    assert (plan.changes, plan.withheld, plan.unmanaged) == ((), (), ())


def test_the_share_is_of_managed_assignments():
    """Assignments that no rule manages do not make the share of revokes look small."""
    rules = policy({"id": PROD}, safety={"max_revokes": {"count": 20, "share": "50%"}})
    unmanaged = [Assignment(f"{n:012}", "ps-other", PrincipalType.GROUP, "g-dev") for n in range(9)]
    accounts = (*ACCOUNTS, *(Account(f"{n:012}", str(n)) for n in range(9)))
    assert reviewed(rules, held_by_group(DEV), *unmanaged, accounts=accounts).held
    assert not reviewed(rules, held_by_group(DEV), held_by_group(PROD), accounts=accounts).held
