"""The CDK app: settings and policy in, stacks out."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import aws_cdk as cdk

from policy_file import compile_policy, read_policy
from stacks.asset import AssetError, build_asset
from stacks.gatehouse import add_stacks
from stacks.settings import SettingsError, read_settings
from stacks.target import Target

ROOT = Path(__file__).parent
BAD_USAGE = 64


def main() -> None:
    """Write the cloud assembly; or say everything that is wrong with settings and policy, and make nothing."""
    app = cdk.App()
    settings = read_settings(app.node.get_all_context())
    file = ROOT / settings.policy
    reading = read_policy(file.read_bytes(), settings.policy, today=datetime.now(UTC).date())
    if reading.policy is None:
        raise SettingsError("\n".join(str(problem) for problem in reading.problems))
    asset = build_asset(ROOT, ROOT / ".cache", Target.parse(settings.target), compile_policy(reading.policy))
    add_stacks(app, settings, reading.policy, asset)
    app.synth()


if __name__ == "__main__":
    try:
        main()
    except (SettingsError, AssetError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - the CDK command line shows what the app prints
        sys.exit(BAD_USAGE)
