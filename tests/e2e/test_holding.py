"""A plan that is too dangerous, from the alert to the approval, with the command line that people use."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sandbox.demo.stage import Stage
from sandbox.demo.timeline import wait_for
from tests.e2e.test_drift import arn_of
from tests.e2e.test_sweep import fire


def gatehouse(stage: Stage, *arguments: str) -> tuple[int, str, str]:
    command = [Path(sys.executable).with_name("gatehouse"), *arguments]
    done = subprocess.run(command, env=stage.sandbox.environment(), capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def crowd(stage: Stage) -> list[str]:
    """Twenty-five accounts, each with an assignment of a managed pair that no rule gives it, and no event of it."""
    accounts = [{"AccountName": name, "Email": f"{name}@example.com"} for name in (f"crowd-{n:02}" for n in range(25))]
    ids = stage.sandbox.local("/_local/seed", {"accounts": accounts})["accounts"].values()
    arn, group = arn_of(stage, "Developer"), stage.seeded.groups["Developers"]
    stage.sandbox.local("/_local/seed", {"assignments": [[i, arn, "GROUP", group] for i in ids]})
    return list(ids)


def waiting(stage: Stage) -> list[dict[str, Any]]:
    return [document for document in stage.documents("held") if document["status"] == "waiting"]


def test_a_dangerous_plan_waits_for_a_person_and_is_then_applied(stage: Stage, crowd: list[str]) -> None:
    """More revokes than the policy allows are held; `gatehouse approve` has them applied, and nothing before that."""
    fire(stage, "SweepDue")
    (held,) = wait_for(lambda: waiting(stage), bool, seconds=60)
    surplus = sum("Developers: Developer" in stage.reader.access(account_id) for account_id in crowd)
    assert held["revokes"] >= surplus > 20
    status, out, _ = gatehouse(stage, "held", "--json")
    assert (status, [one["id"] for one in json.loads(out)["held"]]) == (3, [held["id"]])
    status, out, err = gatehouse(stage, "approve", held["id"], "--json")
    assert (status, json.loads(out)["status"]) == (0, "applied"), err
    assert not any("Developers: Developer" in stage.reader.access(account_id) for account_id in crowd)
