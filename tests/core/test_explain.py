"""Why there is access, or none."""

from datetime import UTC, datetime

import pytest

from lambdas.core.accounts import Account, AccountState
from lambdas.core.assignments import Assignment, PrincipalType
from lambdas.core.desired import Known
from lambdas.core.explain import Standing, Subject, explain
from lambdas.core.policy import Policy

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DEV = Account("111111111111", "dev", ou_path=("Work", "Dev"))
PROD = Account("222222222222", "prod", ou_path=("Work", "Prod"))
MANAGEMENT = Account("999999999999", "management", is_management=True)
GROUP, USER = PrincipalType.GROUP, PrincipalType.USER
KNOWN = Known(
    groups={"Developers": "g-dev", "Operators": "g-ops"},
    users={"ana@example.com": "u-ana"},
    permission_sets={"ReadOnly": "ps-read", "Power": "ps-power"},
)
POLICY = Policy.model_validate(
    {
        "access": [
            {"group": "Developers", "permission_set": "Power", "accounts": {"ou": "Work/Dev"}},
            {"group": "Operators", "permission_set": "ReadOnly", "accounts": "all"},
        ],
        "exceptions": [
            {
                "user": "ana@example.com",
                "permission_set": "ReadOnly",
                "accounts": {"name": "prod"},
                "until": "2026-05-31",
                "owner": "ben@example.com",
                "reason": "INC-1",
            },
            {
                "user": "ana@example.com",
                "permission_set": "Power",
                "accounts": "all",
                "until": "2026-05-03",
                "owner": "ben@example.com",
                "reason": "INC-2",
            },
        ],
    }
)
ANA = Subject(frozenset({(GROUP, "g-dev"), (USER, "u-ana")}), frozenset({"Developers"}), frozenset({"ana@example.com"}))
DEVELOPERS = Subject(frozenset({(GROUP, "g-dev")}), frozenset({"Developers"}))


def explained(subject: Subject, account: Account, *actual: Assignment):
    return explain(POLICY, account, subject, known=KNOWN, actual=actual, now=NOW)


def held(account: Account, arn: str, kind: PrincipalType = GROUP, holder: str = "g-dev") -> Assignment:
    return Assignment(account.id, arn, kind, holder)


@pytest.mark.parametrize(
    ("account", "assignment", "there", "standing"),
    [
        (DEV, held(DEV, "ps-power"), True, Standing.HELD),
        (DEV, held(DEV, "ps-power"), False, Standing.DUE),
        (PROD, held(PROD, "ps-power"), True, Standing.SURPLUS),
        (DEV, held(DEV, "ps-read"), True, Standing.UNMANAGED),
    ],
)
def test_standings(account, assignment, there, standing):
    """Each path says what the policy and AWS make of it."""
    paths = {path.assignment: path for path in explained(DEVELOPERS, account, *([assignment] if there else [])).paths}
    assert paths[assignment].standing is standing
    assert bool(paths[assignment].reasons) is (standing in (Standing.HELD, Standing.DUE))


def test_a_user_has_access_by_every_path():
    """Through groups and directly, each with its reason."""
    found = explained(ANA, PROD, held(PROD, "ps-read", USER, "u-ana"))
    (path,) = found.paths
    assert (path.standing, path.reasons) == (Standing.HELD, ("exception 1: INC-1, until 2026-06-01 00:00 UTC",))
    assert found.misses == (
        "rule 1: gives Power only in ou Work/Dev; this account is not meant",
        "rule 2: gives ReadOnly to members of Operators; the user is in none of them",
        "exception 2: gave Power until 2026-05-04 00:00 UTC",
    )


def test_others_access_is_not_explained():
    """What another group or another account has is no path."""
    assert explained(DEVELOPERS, PROD, held(PROD, "ps-read", holder="g-ops"), held(DEV, "ps-power")).paths == ()


def test_a_group_is_told_of_its_own_rules():
    """For a group, other groups' rules are no near miss, nor are users' exceptions."""
    assert explained(DEVELOPERS, PROD).misses == ("rule 1: gives Power only in ou Work/Dev; this account is not meant",)


def test_the_management_account_says_why():
    """A rule for everything does not reach it, and the explanation says so."""
    operators = Subject(frozenset({(GROUP, "g-ops")}), frozenset({"Operators"}))
    (miss,) = explained(operators, MANAGEMENT).misses
    assert miss.endswith("this is the management account, which is meant only by its id")


def test_an_account_that_is_not_active():
    """Nothing is given in a suspended account, and that is the whole reason."""
    found = explained(DEVELOPERS, Account(DEV.id, "dev", AccountState.SUSPENDED, DEV.ou_path))
    assert (found.paths, found.misses) == ((), ("the account is SUSPENDED: no rule and no exception means it",))
