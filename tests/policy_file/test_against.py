"""A policy held against the accounts of an organization."""

from typing import Any

import pytest

from lambdas.core.accounts import Account
from lambdas.core.policy import Policy
from policy_file import check_against

MAIN = Account("100000000001", "main", tags={"team": "platform"}, is_management=True)
ACCOUNTS = (
    MAIN,
    Account("200000000001", "payments-dev", ou_path=("Workloads", "Dev")),
    Account("200000000002", "payments-prod", ou_path=("Workloads", "Prod")),
)


def _found(accounts: object) -> list[str]:
    rule: dict[str, Any] = {"group": "A", "permission_set": "R", "accounts": accounts, "source": "access.yaml:7"}
    return [str(problem) for problem in check_against(Policy.model_validate({"access": [rule]}), ACCOUNTS)]


@pytest.mark.parametrize("accounts", ["all", {"ou": "Workloads"}, {"id": MAIN.id}, [{"ou": "No"}, {"name": "pay*"}]])
def test_a_selector_that_means_an_account_is_fine(accounts: object) -> None:
    """No word about rules that have an effect."""
    assert _found(accounts) == []


def test_a_selector_that_means_nothing_is_a_warning_with_the_nearest_ou() -> None:
    """A misspelled OU is named, with the one that was probably meant."""
    (found,) = _found({"ou": "Workload/Dev"})
    assert found.startswith("access.yaml:7: warning: no account is meant by: ou Workload/Dev; ")
    assert found.endswith("there is no account in an OU 'Workload/Dev'; did you mean 'Workloads/Dev'?")


def test_a_name_that_nothing_has_is_a_warning_with_the_nearest_name() -> None:
    """A misspelled account name too."""
    assert _found({"name": "payment-prod"}) == [
        "access.yaml:7: warning: no account is meant by: name payment-prod; did you mean 'payments-prod'?"
    ]


@pytest.mark.parametrize("accounts", [{"name": "main"}, {"ou_only": "/"}, {"tag": {"team": "platform"}}])
def test_the_management_account_without_its_id_is_an_error(accounts: object) -> None:
    """Who means the management account has to write its id, and is told which."""
    assert _found(accounts) == [
        'access.yaml:7: the management account is selected only by its id; write id: "100000000001"'
    ]


def test_exceptions_are_checked_like_rules() -> None:
    """An exception that means no account is reported by its number where no line is known."""
    exception = {
        "user": "a@example.com",
        "permission_set": "R",
        "accounts": {"id": "999999999999"},
        "until": "2030-12-31",
        "owner": "b@example.com",
        "reason": "x",
    }
    found = check_against(Policy.model_validate({"exceptions": [exception]}), ACCOUNTS)
    assert [str(problem) for problem in found] == ["exception 1: warning: no account is meant by: id 999999999999"]
