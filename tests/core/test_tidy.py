"""A set of accounts, as the selector that means exactly these."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.accounts import Account, AccountState, select
from lambdas.core.policy import Selector
from lambdas.core.tidy import make_selector
from tests.core.test_plan_properties import accounts

MANAGEMENT = "999999999999"
DEV1, DEV2, PROD1, PROD2, SAND, ROOT1, ROOT2 = (f"{n:012}" for n in range(1, 8))
ACCOUNTS = (
    Account(DEV1, "dev-1", ou_path=("Work", "Dev")),
    Account(DEV2, "dev-2", ou_path=("Work", "Dev")),
    Account(PROD1, "prod-1", ou_path=("Work", "Prod")),
    Account(PROD2, "prod-2", ou_path=("Work", "Prod")),
    Account(SAND, "sand", ou_path=("Sand/box",)),
    Account(ROOT1, "root-1"),
    Account(ROOT2, "root-2"),
    Account("000000000008", "closed", AccountState.SUSPENDED, ("Work", "Dev")),
    Account(MANAGEMENT, "management", is_management=True),
)


@pytest.mark.parametrize(
    ("wanted", "selector"),
    [
        ({DEV1, DEV2}, {"ou": "Work/Dev"}),
        ({DEV1, DEV2, PROD1, PROD2}, {"ou": "Work"}),
        ({DEV1, DEV2, PROD1}, [{"ou": "Work/Dev"}, {"id": PROD1}]),
        ({DEV1, DEV2, ROOT1, ROOT2}, [{"ou": "Work/Dev"}, {"ou_only": "/"}]),
        ({DEV1, DEV2, PROD1, PROD2, SAND, ROOT1, ROOT2}, "all"),
        ({DEV1, DEV2, PROD1, PROD2, SAND, ROOT1, ROOT2, MANAGEMENT}, ["all", {"id": MANAGEMENT}]),
        ({SAND}, {"id": SAND}),
        ({DEV1}, {"id": DEV1}),
        ({MANAGEMENT}, {"id": MANAGEMENT}),
    ],
)
def test_selectors(wanted, selector):
    """Whole OUs and everything stand as such, from two accounts on; the rest, and the management account, by id."""
    assert make_selector(wanted, ACCOUNTS) == Selector.of(selector)


@given(accounts, st.data())
def test_it_means_exactly_these(listed, data):
    """Whatever the organization, the selector means the wanted ACTIVE accounts, and no other."""
    everybody = (*listed, ACCOUNTS[-1])
    active = [account for account in everybody if account.state is AccountState.ACTIVE]
    wanted = data.draw(st.sets(st.sampled_from([account.id for account in active]), min_size=1))
    assert select(make_selector(wanted, everybody), active).keys() == wanted
