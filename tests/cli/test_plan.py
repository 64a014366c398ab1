"""gatehouse plan."""

import json
from pathlib import Path

import pytest

from tests.cli.cloud import Cloud
from tests.cli.conftest import Run
from tests.cli.files import rule, write_policy
from tests.cli.organizations import POLICY

EMPTY = "e3b0c44298fc"


def test_nothing_to_do_is_0(run: Run):
    """An organization that is as the policy says has nothing to do, and that is status 0."""
    write_policy()
    ended = run("plan", "--stateless")
    assert ended.status == 0
    assert f"Nothing to do: 0 to grant, 0 to revoke, 0 withheld, 1 unmanaged. Fingerprint {EMPTY}." in ended.out
    assert "group Developers, ReadOnly, in prod-000" in ended.out
    assert ended.err == ""


def test_changes_are_due_is_2(run: Run, grown: Cloud, team: str):
    """A new rule shows each of its grants with its reason, by account, and nothing is written."""
    write_policy(rule(team, '{name: "dev-00*"}'))
    ended = run("plan", "--stateless")
    assert ended.status == 2
    assert f"dev-000 ({grown.accounts['dev-000']})  1 to grant, 0 to revoke\n" in ended.out
    assert f"  + group {team}  ReadOnly  rule 4, access.yaml:9: name dev-00*\n" in ended.out
    assert "10 to grant, 0 to revoke, 0 withheld, 1 unmanaged" in ended.out
    assert grown.held_by(team) == set()


def test_one_account(run: Run, grown: Cloud, team: str):
    """With --account only these are read and planned."""
    write_policy(rule(team, '{name: "dev-00*"}'))
    chosen = [grown.accounts[name] for name in ("dev-001", "dev-002", "prod-001")]
    ended = run("plan", "--stateless", "--json", *(part for one in chosen for part in ("--account", one)))
    assert ended.status == 2
    assert sorted(change["account"]["id"] for change in ended.document["changes"]) == sorted(chosen[:2])


def test_an_account_that_does_not_exist_is_1(run: Run):
    """AWS's "no such account" is said, and is no success."""
    write_policy()
    ended = run("plan", "--stateless", "--account", "123412341234")
    assert ended.status == 1
    assert "account 123412341234: AWS knows no such account" in ended.err


def test_too_many_revokes_are_held_is_3(run: Run):
    """A rule that loses most of its accounts is held, and the plan says by which limit."""
    write_policy(base=POLICY.replace("accounts: {ou: Work/Prod}", "accounts: {name: prod-00*}"))
    ended = run("plan", "--stateless")
    assert ended.status == 3
    assert "Held for approval: 90 revokes are more than max_revokes.count 20" in ended.out


def test_a_selector_that_means_nothing_takes_nothing(run: Run):
    """A misspelled OU is said to be frozen, with every revoke that it would have been."""
    write_policy(base=POLICY.replace("accounts: {ou: Work/Prod}", "accounts: {ou: Work/Prd}"))
    ended = run("plan", "--stateless", "--json")
    assert ended.status == 0
    assert ended.document["frozen"] == [
        "rule 2, access.yaml:7: no account is meant by ou Work/Prd, and there is access of it"
    ]
    assert ended.document["counts"] == {"grant": 0, "revoke": 0, "withheld": 100, "unmanaged": 1}


def test_without_stateless_the_missing_memory_is_said(run: Run):
    """Whoever does not say --stateless is told what is not read, and why."""
    write_policy()
    said = run("plan").err
    assert "note: no memory of a deployed Gatehouse is read (Gatehouse is not deployed here)" in said


def test_unmanaged_access_is_revoked_where_the_policy_says_so(run: Run):
    """With unmanaged: revoke, what no rule knows is in the plan, with the setting as its reason."""
    write_policy(more="safety: {unmanaged: revoke}\n")
    ended = run("plan", "--stateless")
    assert ended.status == 2
    assert "- group Developers  ReadOnly  no rule knows it, and safety.unmanaged is revoke" in ended.out
    assert "0 to grant, 1 to revoke, 0 withheld, 0 unmanaged" in ended.out


@pytest.mark.parametrize("name", ["plan.json", "plan.md"])
def test_the_plan_as_a_file(run: Run, team: str, name: str):
    """--out writes what a machine or a pull request reads, with the same fingerprint."""
    write_policy(rule(team, "{name: dev-000}"))
    document = run("plan", "--stateless", "--json", "--out", name).document
    text = Path(name).read_text()
    if name.endswith(".json"):
        assert json.loads(text) == document
    else:
        assert f"Fingerprint `{document['fingerprint'][:12]}`" in text
        assert "| + | group " in text


def test_a_form_that_nobody_writes_is_64(run: Run):
    """Another ending is refused before anything is read."""
    assert run("plan", "--out", "plan.txt").status == 64


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--policy", "missing.yaml"], "missing.yaml: cannot be read"),
        (["--account", "12"], "expected an account id of 12 digits, found '12'"),
        (["--acount", "12"], "--acount"),
    ],
)
def test_bad_usage_is_64(run: Run, arguments: list[str], said: str):
    """What cannot be meant is said, and is status 64."""
    write_policy()
    ended = run("plan", *arguments)
    assert (ended.status, ended.out) == (64, "")
    assert said in ended.err


def test_a_bad_policy_is_64(run: Run):
    """Every mistake is said with its line, and AWS is not asked."""
    write_policy("{group: Ops, permission_set: ReadOly, accounts: all}", "{group: Ops}")
    ended = run("plan")
    assert ended.status == 64
    assert "access.yaml:9:34: unknown permission set 'ReadOly'" in ended.err
    assert "access.yaml:10:" in ended.err


def test_piped_output_is_plain(run: Run, team: str):
    """No colour, no broken lines where nobody sits at a terminal."""
    write_policy(rule(team, '{name: "dev-00*"}'))
    out = run("plan", "--stateless").out
    assert "\x1b" not in out
    assert sum(line.startswith("  + ") for line in out.splitlines()) == 10
