"""The app: what a person sees who runs `cdk synth` before everything is right."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.stacks.conftest import CONTEXT

ROOT = Path(__file__).parents[2]


def _run(folder: Path, context: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """Run the app as the CDK command line does, with an assembly of its own."""
    environment = {**os.environ, "CDK_CONTEXT_JSON": json.dumps(context), "CDK_OUTDIR": str(folder / "cdk.out")}
    command = [sys.executable, "app.py"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_no_settings(tmp_path: Path) -> None:
    """Without settings it says which, exits 64, and shows no traceback."""
    done = _run(tmp_path, {})
    assert done.returncode == 64
    assert "organization_id is not set" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("access:\n  - {group: Ops, permission_set: ReadOly, accounts: all}\nsurprise: 1\n", ("ReadOly", "surprise")),
        (None, ("access.yaml",)),
    ],
    ids=["wrong", "missing"],
)
def test_policy(tmp_path: Path, text: str | None, said: tuple[str, ...]) -> None:
    """A wrong policy is told all its mistakes at once, a missing one its path; exit 64, no traceback."""
    policy = tmp_path / "access.yaml"
    if text is not None:
        policy.write_text(text)
    done = _run(tmp_path, {**CONTEXT, "policy": str(policy)})
    assert done.returncode == 64
    assert all(word in done.stderr for word in said)
    assert "Traceback" not in done.stderr
