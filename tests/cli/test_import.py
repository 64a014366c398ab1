"""gatehouse import: what it writes, planned against the same organization, changes nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from lambdas.core.policy import Policy, Selector
from policy_file import read_policy
from tests.cli.cloud import Cloud
from tests.cli.conftest import Run, started
from tests.cli.organizations import make_awkward, make_bare


def read(file: str = "access.yaml") -> Policy:
    found = read_policy(Path(file).read_bytes(), file, today=date(2026, 1, 1))
    assert (found.problems, found.policy is None) == ((), False)
    return found.policy


def changes_nothing(run: Run) -> bool:
    document = run("plan", "--stateless", "--json").document
    return not any(document[part] for part in ("held", "changes", "withheld", "frozen", "unmanaged", "findings"))


@pytest.fixture
def awkward(run_in: Callable[..., Run]):
    with started() as cloud:
        make_awkward(cloud)
        yield cloud, run_in(cloud.environment)


def test_an_organization_of_200_accounts(run: Run, grown: Cloud):
    """Whole OUs are rules for the OU; a single account's access stands by its id; a person's access ends."""
    ended = run("import")
    assert ended.status == 0
    policy, ids = read(), grown.accounts
    assert changes_nothing(run)
    rules = {(*rule.groups, *rule.permission_sets): rule.accounts for rule in policy.access}
    assert rules["Developers", "Power"] == Selector.of({"ou": "Work/Dev"})
    assert rules["Security", "Audit"] == Selector.of({"ou": "Work"})
    assert rules["Developers", "ReadOnly"] == Selector.of({"id": ids["prod-000"]})
    (exception,) = policy.exceptions
    assert exception.reason == "imported, to be reviewed"
    assert exception.until == datetime.now(UTC).date() + timedelta(days=90)
    assert exception.accounts == Selector.of({"id": sorted((ids["shared-000"], ids["shared-001"]))})


def test_an_awkward_organization(awkward: tuple[Cloud, Run]):
    """OUs of one name, slashes, a closed account, the management account and odd names change nothing either."""
    cloud, run = awkward
    ended = run("import")
    assert ended.status == 0
    assert "2 assignments are left out" in ended.err
    assert changes_nothing(run)
    policy = read()
    twins = next(rule for rule in policy.access if rule.groups == ("Twins",) and rule.permission_sets == ("yes",))
    assert twins.accounts == Selector.of(["all", {"id": cloud.management_id}])
    stored = policy.permission_sets["Everything"]
    assert stored.description == "Bills: 'all' of them, #1"
    assert stored.session == timedelta(minutes=90)
    assert stored.permissions_boundary.customer_managed_policy.path == "/team/"
    assert stored.inline_policy["Statement"] == [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]


def test_an_organization_with_nothing_in_it(run_in: Callable[..., Run]):
    """Nothing that anybody holds is a policy, too."""
    with started() as cloud:
        make_bare(cloud)
        run = run_in(cloud.environment)
        document = run("import", "--json").document
        assert document["counts"] == {"permission_sets": 1, "rules": 0, "exceptions": 0, "left_out": 0}
        assert changes_nothing(run)


def test_a_file_that_exists_is_kept(run: Run):
    """Only --force writes over a policy."""
    Path("access.yaml").write_text("access: []\n")
    ended = run("import")
    assert ended.status == 64
    assert "access.yaml exists" in ended.err
    assert Path("access.yaml").read_text() == "access: []\n"
    assert run("import", "--force").status == 0
    assert read().access
