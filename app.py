"""The CDK app: settings and policy in, stacks out. It says all that is wrong with either, and then makes nothing."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import aws_cdk as cdk

from policy_file import compile_policy, read_policy
from stacks.asset import AssetError, build_asset
from stacks.gatehouse import add_stacks
from stacks.settings import SettingsError, read_file, read_settings
from stacks.target import Target

ROOT = Path(__file__).parent
BAD_USAGE = 64


def main() -> int:
    """Write the cloud assembly. The answer is the exit status."""
    app = cdk.App()
    settings = read_settings(app.node.get_all_context())
    reading = read_policy(read_file(ROOT / settings.policy), settings.policy, today=datetime.now(UTC).date())
    sys.stderr.writelines(f"{problem}\n" for problem in (*reading.problems, *reading.warnings))
    if reading.policy is None:
        return BAD_USAGE
    asset = build_asset(ROOT, ROOT / ".cache", Target.parse(settings.target), compile_policy(reading.policy))
    add_stacks(app, settings, reading.policy, asset)
    app.synth()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (SettingsError, AssetError) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(BAD_USAGE)
