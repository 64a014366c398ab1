"""gatehouse explain."""

import pytest

from tests.cli.cloud import Cloud
from tests.cli.conftest import Run
from tests.cli.files import write_policy

EXCEPTION = """\
exceptions:
  - user: ana@example.com
    permission_set: ReadOnly
    accounts: {name: shared-000}
    until: 2099-12-31
    owner: ben@example.com
    reason: INC-1
"""


def test_a_user_with_access(run: Run, grown: Cloud):
    """Every path is named: the group it comes through, the rule, and the selector that holds."""
    write_policy()
    ended = run("explain", "--user", "ben@example.com", "--account", grown.accounts["prod-000"])
    assert ended.status == 0
    assert f"ben@example.com in prod-000 ({grown.accounts['prod-000']}; ou Work/Prod, ACTIVE)" in ended.out
    assert "has ReadOnly through group Operators\n      rule 2, access.yaml:7: ou Work/Prod\n" in ended.out
    assert "has, and no rule knows it: ReadOnly through group Developers" in ended.out
    assert "rule 1, access.yaml:6: gives Power only in ou Work/Dev" in ended.out
    assert "rule 3, access.yaml:8: gives Audit to members of Security; the user is in none of them" in ended.out


def test_a_user_with_an_exception(run: Run, grown: Cloud):
    """An exception is a path, and where it does not reach it is a near miss."""
    write_policy(more=EXCEPTION)
    where = {name: grown.accounts[name] for name in ("shared-000", "shared-001")}
    inside, outside = (run("explain", "--user", "ana@example.com", "--account", i, "--json") for i in where.values())
    (path,) = inside.document["paths"]
    assert path["standing"] == "held"
    assert path["reasons"] == ["exception 1, access.yaml:10: INC-1, until 2100-01-01 00:00 UTC"]
    (path,) = outside.document["paths"]
    assert path["standing"] == "surplus"
    assert any("exception 1, access.yaml:10: gives ReadOnly only in" in miss for miss in outside.document["misses"])


def test_a_group_without_access(run: Run, grown: Cloud):
    """No path is an answer, with the rules that nearly give one."""
    write_policy()
    ended = run("explain", "--group", "Security", "--account", grown.accounts["shared-000"])
    assert ended.status == 0
    assert "  has no access\n" in ended.out
    assert "rule 3, access.yaml:8: gives Audit only in ou Work" in ended.out


def test_the_management_account(run: Run, grown: Cloud):
    """That no rule reaches it by accident is part of the answer."""
    write_policy("{group: Operators, permission_set: Audit, accounts: all}")
    ended = run("explain", "--group", "Operators", "--account", grown.management_id, "--json")
    assert ended.document["paths"] == []
    assert any("meant only by its id" in miss for miss in ended.document["misses"])


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--user", "nobody@example.com"], 1, "user 'nobody@example.com': the directory has no such user"),
        (["--group", "Nobody"], 1, "group 'Nobody': the directory has no such group"),
        ([], 64, "expected either --user or --group"),
        (["--group", "Security", "--user", "ana"], 64, "expected either --user or --group"),
        (["--group", "Security", "--account", "1"], 64, "expected an account id"),
        (["--group", "Security", "--account", "123412341234"], 1, "account 123412341234: AWS knows no such account"),
    ],
)
def test_what_cannot_be_explained(run: Run, grown: Cloud, arguments: list[str], status: int, said: str):
    """Somebody, something or an account that does not exist is one clear line."""
    write_policy()
    where = [] if "--account" in arguments else ["--account", grown.accounts["dev-000"]]
    ended = run("explain", *arguments, *where)
    assert (ended.status, ended.out) == (status, "")
    assert said in ended.err
