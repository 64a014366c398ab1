"""gatehouse apply."""

import json
from pathlib import Path

import pytest

from tests.cli.cloud import Cloud
from tests.cli.conftest import Run
from tests.cli.files import rule, write_policy
from tests.cli.organizations import POLICY

TEN = {(f"dev-{n:03}", "ReadOnly") for n in range(10)}
ON_TEN = '{name: "dev-00*"}'


def records() -> list[dict]:
    return [json.loads(line) for file in Path().glob("gatehouse-changes-*.jsonl") for line in file.open()]


def test_nothing_is_applied_unless_somebody_says_so(run: Run, grown: Cloud, team: str):
    """Without --yes and without a terminal the plan is shown, nothing is changed, and that is status 1."""
    write_policy(rule(team, ON_TEN))
    ended = run("apply", "--stateless")
    assert ended.status == 1
    assert "10 to grant" in ended.out
    assert "Not applied: nothing was changed" in ended.err
    assert (grown.held_by(team), records()) == (set(), [])


def test_it_is_applied_recorded_and_then_done(run: Run, grown: Cloud, team: str):
    """AWS has every change, the record has a line for each, and a second run finds nothing to do."""
    write_policy(rule(team, ON_TEN))
    ended = run("apply", "--stateless", "--yes")
    assert ended.status == 0
    assert "10 of 10 changes done." in ended.err
    assert grown.held_by(team) == TEN
    found = records()
    assert {(line["account"]["name"], line["permission_set"]["name"]) for line in found} == TEN
    assert {line["result"] for line in found} == {"done"}
    assert {line["principal"]["name"] for line in found} == {team}
    again = run("apply", "--stateless", "--yes")
    assert (again.status, "Nothing to do" in again.out, len(records())) == (0, True, 10)


def test_what_is_left_is_done_by_running_it_again(run: Run, grown: Cloud, team: str):
    """After a part of the plan, the next run does the rest and no more."""
    write_policy(rule(team, ON_TEN))
    run("apply", "--stateless", "--yes", "--account", grown.accounts["dev-003"])
    assert grown.held_by(team) == {("dev-003", "ReadOnly")}
    ended = run("apply", "--stateless", "--yes", "--json")
    assert len(ended.document["outcomes"]) == 9
    assert grown.held_by(team) == TEN


def test_what_a_rule_no_longer_means_is_revoked(run: Run, grown: Cloud, team: str):
    """A narrower rule takes away exactly what it no longer means."""
    write_policy(rule(team, ON_TEN))
    run("apply", "--stateless", "--yes")
    write_policy(rule(team, '{name: "dev-00[0-7]"}'))
    ended = run("apply", "--stateless", "--yes", "--json")
    assert [outcome["action"] for outcome in ended.document["outcomes"]] == ["revoke", "revoke"]
    assert grown.held_by(team) == TEN - {("dev-008", "ReadOnly"), ("dev-009", "ReadOnly")}


def test_the_plan_that_was_reviewed_is_applied(run: Run, grown: Cloud, team: str):
    """--plan with the fingerprint of what is due applies it."""
    write_policy(rule(team, "{name: dev-000}"))
    run("plan", "--stateless", "--out", "reviewed.json")
    assert run("apply", "--stateless", "--yes", "--plan", "reviewed.json").status == 0
    assert grown.held_by(team) == {("dev-000", "ReadOnly")}


def test_another_plan_is_refused(run: Run, grown: Cloud, team: str):
    """When something else would be done than was reviewed, nothing is."""
    write_policy(rule(team, "{name: dev-000}"))
    run("plan", "--stateless", "--out", "reviewed.json")
    write_policy(rule(team, "{name: dev-001}"))
    ended = run("apply", "--stateless", "--yes", "--plan", "reviewed.json")
    assert ended.status == 1
    assert "Not applied: reviewed.json has the fingerprint" in ended.err
    assert grown.held_by(team) == set()


@pytest.mark.parametrize("text", ["{}", "[]", "not json", '{"fingerprint": 1}'])
def test_a_file_that_is_no_plan_is_64(run: Run, text: str):
    """What `plan --out` did not write is bad usage."""
    write_policy()
    Path("reviewed.json").write_text(text)
    ended = run("apply", "--stateless", "--plan", "reviewed.json")
    assert ended.status == 64
    assert "reviewed.json: expected a plan" in ended.err


def test_a_held_plan_is_3_and_changes_nothing(run: Run, grown: Cloud):
    """Not even --yes applies what the volume guard holds."""
    before = grown.held_by("Operators")
    write_policy(base=POLICY.replace("accounts: {ou: Work/Prod}", "accounts: {name: prod-00*}"))
    ended = run("apply", "--stateless", "--yes")
    assert ended.status == 3
    assert "Held for approval" in ended.out
    assert (grown.held_by("Operators"), records()) == (before, [])


def test_one_json_document(run: Run, team: str):
    """With --json the plan, the outcomes and the place of the record are one document; without --yes none is done."""
    write_policy(rule(team, "{name: dev-000}"))
    asked = run("apply", "--stateless", "--json")
    assert (asked.status, asked.document["outcomes"], asked.document["record"]) == (1, [], None)
    done = run("apply", "--stateless", "--json", "--yes").document
    assert done["plan"]["fingerprint"] == asked.document["plan"]["fingerprint"]
    assert Path(done["record"]).exists()
    assert [outcome["result"] for outcome in done["outcomes"]] == ["done"]
