"""gatehouse offboard, certificate and release, as a person runs them on what is deployed."""

import json
import subprocess
import sys
from typing import Any

import pytest

from sandbox.demo.stage import Stage
from sandbox.seed import email

pytestmark = pytest.mark.usefixtures("new_hour")


def run(stage: Stage, *arguments: str) -> Any:
    """The document a command answers."""
    done = subprocess.run(
        [sys.executable, "-c", "from cli.main import main; main()", *arguments, "--json"],
        env=stage.sandbox.environment(),
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    return json.loads(done.stdout)


def denied(stage: Stage) -> frozenset[str]:
    return stage.reader.denied(stage.outputs["QuarantinePolicyId"])


def test_the_person_hr_forgot(stage: Stage):
    """Offboarded through the lane, with a certificate to show; released when somebody says so."""
    found = run(stage, "offboard", email("hana"), "--reason", "the last day was yesterday")
    assert found["result"] == "offboarded"
    assert "hana" in denied(stage)
    assert stage.reader.memberships("hana") == frozenset()
    certificate = run(stage, "certificate", email("hana"))
    assert certificate["complete"]
    assert certificate["event"]["id"] == found["event_id"]
    others = denied(stage) - {"hana"}
    assert run(stage, "release", email("hana"))["result"] == "released from quarantine"
    assert denied(stage) == others
