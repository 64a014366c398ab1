"""What AWS does not do at once: an apply over the fakes of the flows, which can fail."""

import json
from pathlib import Path

import pytest
import typer

from cli.apply import finish, run
from cli.session import Session
from cli.statuses import Status
from lambdas.core.outcomes import Result
from lambdas.core.scopes import Scope
from lambdas.flows.reconcile import make_checked_plan
from tests.flows.world import POLICY, make_world

EVERYTHING = Scope(everything=True)


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.chdir(tmp_path)
    return Session(POLICY, make_world())  # type: ignore[arg-type]


def planned(session: Session):
    return make_checked_plan(EVERYTHING, session.policy, session.ports)


def test_a_failed_change_is_recorded_and_done_by_the_next_run(session: Session):
    """AWS's reason stands in the record; the others go on; running it again does the one that is left."""
    session.ports.center.faults = ["the account is not ready"]
    outcomes, record = run(planned(session), session)
    assert [outcome.result for outcome in outcomes].count(Result.FAILED) == 1
    lines = [json.loads(line) for line in record.read_text().splitlines()]
    assert len(lines) == len(outcomes) == 3
    assert [line["detail"] for line in lines if line["result"] == "failed"] == ["the account is not ready"]
    again, _ = run(planned(session), session)
    assert [outcome.result for outcome in again] == [Result.DONE]
    assert planned(session).plan.changes == ()


def test_a_failed_change_is_status_1(session: Session, capsys: pytest.CaptureFixture[str]):
    """What is left is said, with AWS's reason and what to do."""
    session.ports.center.faults = ["the account is not ready"]
    reviewed = planned(session)
    outcomes, record = run(reviewed, session)
    with pytest.raises(typer.Exit) as ending:
        finish(reviewed, outcomes, as_json=False, record=record)
    assert ending.value.exit_code == Status.FAILED
    said = capsys.readouterr().err
    assert "payments-dev (111111111111): the account is not ready" in said
    assert "2 of 3 changes done." in said
    assert "Run it again" in said


def test_no_record_no_change(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Where the record cannot be written, nothing is changed."""
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(FileNotFoundError):
        run(planned(session), session)
    assert session.ports.center.requests == []
