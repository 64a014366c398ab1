"""The deployment as a whole: what outside judges say of it."""

import json

import pytest
from cfnlint.api import ManualArgs, lint

from tests.stacks.conftest import STACKS, Synthesised

# "Dependency already enforced": CDK writes DependsOn beside the reference that implies it.
WRITTEN_BY_CDK = ["W3005"]


@pytest.mark.parametrize("name", STACKS)
def test_cfn_lint(synthesised: Synthesised, name: str) -> None:
    """CloudFormation's linter has nothing to say."""
    template = (synthesised.folder / f"{name}.template.json").read_text()
    found = lint(template, config=ManualArgs(ignore_checks=WRITTEN_BY_CDK, regions=["eu-central-1"]))
    assert [str(match) for match in found] == []


def test_cdk_nag(synthesised: Synthesised) -> None:
    """The AwsSolutions rules were run and hold, or are acknowledged with a reason on the construct itself."""
    report = json.loads((synthesised.folder / "validation-report.json").read_text())
    [nag] = [plugin for plugin in report["pluginReports"] if plugin["pluginName"] == "AwsSolutions"]
    assert nag["conclusion"] == "success"
    accepted = nag["suppressedViolations"]
    assert accepted
    assert not [each for each in accepted if len(each["reason"]) < 15 or each["acknowledgedAt"] in STACKS]
