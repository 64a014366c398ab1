"""The deployment that the pages describe: the checked-in policy, in an organization of the documentation's own."""

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aws_cdk as cdk

from policy_file import read_policy
from stacks.gatehouse import add_stacks
from stacks.settings import SettingsError, read_settings

ROOT = Path(__file__).parent.parent
CONTEXT = {
    "home_region": "eu-central-1",
    "management_account_id": "111122223333",
    "organization_id": "o-exampleorg1",
    "root_id": "r-ab12",
    "instance_arn": "arn:aws:sso:::instance/ssoins-7223a1b2c3d4e5f6",
    "alert_emails": ["security@example.com"],
}
Templates = dict[str, dict[str, Any]]


def synthesise() -> Templates:
    """Stack -> template. Raises SettingsError when the checked-in policy has mistakes."""
    flags = {name: value for name, value in _cdk_json()["context"].items() if name.startswith("@aws-cdk/")}
    reading = read_policy((ROOT / "access.yaml").read_bytes(), "access.yaml", today=datetime.now(UTC).date())
    if reading.policy is None:
        raise SettingsError("\n".join(str(problem) for problem in reading.problems))
    with tempfile.TemporaryDirectory(prefix="gatehouse-reference-") as folder:
        asset = Path(folder) / "asset"
        asset.mkdir()
        # What is in the asset does not change what a template says of permissions.
        (asset / "access.json").write_text("{}")
        app = cdk.App(outdir=f"{folder}/cdk.out", context=flags)
        add_stacks(app, read_settings(CONTEXT), reading.policy, asset)
        return {stack.stack_name: stack.template for stack in app.synth().stacks}


def _cdk_json() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "cdk.json").read_text())
    return found
