"""gatehouse policy."""

import json
from pathlib import Path

from lambdas.core.hr.schema import worker_event_schema_text
from policy_file import schema_text
from tests.cli.conftest import Run
from tests.cli.files import write_policy


def test_a_policy_without_mistakes_is_0(run: Run):
    """It says so."""
    write_policy()
    ended = run("policy", "check")
    assert (ended.status, ended.out) == (0, "access.yaml: no mistakes, no warnings\n")


def test_mistakes_are_64(run: Run):
    """Every one of them, with its line, for people and as JSON."""
    write_policy("{group: Ops, permission_set: ReadOly, accounts: al}")
    ended = run("policy", "check")
    assert ended.status == 64
    assert ended.out == "access.yaml: 2 mistakes, no warnings\n"
    assert "access.yaml:9:34: unknown permission set 'ReadOly'" in ended.err
    again = run("policy", "check", "--json")
    assert again.status == 64
    assert [problem["severity"] for problem in again.document["problems"]] == ["error", "error"]
    assert again.document["problems"][0]["place"] == "access.yaml:9:34"


def test_against_the_organization(run: Run):
    """--live warns of a selector that means no account, with the nearest name, and the policy is still good."""
    write_policy("{group: Ops, permission_set: ReadOnly, accounts: {ou: Work/Devv}}")
    ended = run("policy", "check", "--live")
    assert ended.status == 0
    assert "did you mean 'Work/Dev'?" in ended.err
    assert ended.out == "access.yaml: no mistakes, 1 warning\n"


def test_a_rule_for_the_management_account_alone_is_64(run: Run):
    """--live refuses a selector that would mean the management account and does not have its id."""
    write_policy("{group: Ops, permission_set: ReadOnly, accounts: {ou_only: /}}")
    ended = run("policy", "check", "--live")
    assert ended.status == 64
    assert "the management account is selected only by its id" in ended.err


def test_a_file_that_is_not_there(run: Run):
    """One line, no traceback."""
    ended = run("policy", "check", "--policy", "nowhere/access.yaml")
    assert (ended.status, ended.err) == (64, "nowhere/access.yaml: cannot be read: No such file or directory\n")


def test_the_schema_of_worker_events(run: Run):
    """It is the one that is checked in."""
    assert run("policy", "worker-event-schema").out == worker_event_schema_text()


def test_hostile_files(run: Run):
    """Bytes that are no text, and a file of a megabyte, are said like any mistake."""
    for content in (b"\xff\xfe\x00", b"a" * 1_000_000, b"\ta: b"):
        Path("access.yaml").write_bytes(content)
        ended = run("policy", "check")
        assert ended.status == 64
        assert ended.err.startswith("access.yaml:")


def test_the_schema(run: Run):
    """What is printed is what is checked in."""
    assert run("policy", "schema").document == json.loads(schema_text())
