"""The app: what a person sees who runs `cdk synth` before everything is right."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lambdas.core.policy import Policy
from policy_file import read_policy
from tests.stacks.conftest import CDK_JSON, CONTEXT

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


def test_wrong_policy(tmp_path: Path) -> None:
    """A wrong policy is told all its mistakes at once, with their places; exit 64, no traceback."""
    policy = tmp_path / "access.yaml"
    policy.write_text("access:\n  - {group: Ops, permission_set: ReadOly, accounts: all}\nsurprise: 1\n")
    done = _run(tmp_path, {**CONTEXT, "policy": str(policy)})
    assert done.returncode == 64
    assert f"{policy}:2:34: unknown permission set 'ReadOly'" in done.stderr
    assert f"{policy}:3:" in done.stderr
    assert "Traceback" not in done.stderr


def test_synth(tmp_path: Path) -> None:
    """With the settings filled in the checked-in policy is deployable, and the asset carries it."""
    done = _run(tmp_path, {**CDK_JSON["context"], **CONTEXT})
    assert done.returncode == 0, done.stderr
    [carried] = (tmp_path / "cdk.out").glob("asset.*/access.json")
    reading = read_policy((ROOT / "access.yaml").read_bytes(), "access.yaml", today=datetime.now(UTC).date())
    assert Policy.model_validate_json(carried.read_bytes()) == reading.policy
