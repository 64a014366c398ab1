"""The settings: what a person is told who has not filled them in, or has mistyped one."""

import json
from pathlib import Path
from typing import Any

import pytest

from stacks.settings import EXPECTED, DeploymentSettings, SettingsError, read_file, read_settings
from tests.stacks.conftest import CDK_JSON, CONTEXT, FLAGS

CHECKED_IN = {name: value for name, value in CDK_JSON["context"].items() if name not in FLAGS}
REQUIRED = ("home_region", "management_account_id", "organization_id", "root_id", "instance_arn")


def test_checked_in_settings() -> None:
    """cdk.json as it is checked in names every setting, and refuses with each that must be filled in, and how."""
    assert set(CHECKED_IN) == set(DeploymentSettings.model_fields)
    with pytest.raises(SettingsError) as refused:
        read_settings(CHECKED_IN)
    lines = str(refused.value).splitlines()
    assert lines[0] == 'cdk.json, "context" (or -c name=value):'
    assert lines[1:] == [f"  {name} is not set; expected {EXPECTED[name]}" for name in REQUIRED]


def test_no_settings() -> None:
    """With no context at all the same settings are asked for."""
    with pytest.raises(SettingsError, match="management_account_id is not set; expected 12 digits"):
        read_settings({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("home_region", "Frankfurt"),
        ("management_account_id", "1111-2222-3333"),
        ("organization_id", "exampleorg1"),
        ("root_id", "ou-ab12-cdefghij"),
        ("instance_arn", "ssoins-7223a1b2c3d4e5f6"),
        ("target", "python3.13"),
        ("target", "python2.7-arm64"),
        ("alert_emails", "security"),
        ("alert_emails", "[unclosed"),
        ("break_glass_regions", "Stockholm"),
        ("members", "perhaps"),
        ("log_retention_days", "10"),
        ("log_retention_days", "a year"),
        ("policy", ""),
    ],
)
def test_wrong(name: str, value: object) -> None:
    """A wrong value is named, with what was expected in its place."""
    with pytest.raises(SettingsError) as refused:
        read_settings({**CONTEXT, name: value})
    assert str(refused.value).splitlines()[1:] == [f"  {name} is {json.dumps(value)}; expected {EXPECTED[name]}"]


def test_typo() -> None:
    """A setting under a mistyped name is not silently left out."""
    with pytest.raises(SettingsError, match="alert_email is no setting; did you mean alert_emails"):
        read_settings({**CONTEXT, "alert_email": "security@example.com"})


def test_context_of_others() -> None:
    """What CDK and others keep in the context is none of our business."""
    others = {"@aws-cdk/core:enablePartitionLiterals": True, "aws:cdk:bundling-stacks": ["**"], "team": "platform"}
    assert read_settings({**CONTEXT, **others}) == read_settings(CONTEXT)


@pytest.mark.parametrize(
    "emails",
    [["a@example.com", "b@example.com"], "a@example.com,b@example.com", '["a@example.com", "b@example.com"]'],
)
def test_lists(emails: Any) -> None:
    """A list may come from cdk.json or from the command line, where every value is a string."""
    assert read_settings({**CONTEXT, "alert_emails": emails}).alert_emails == ("a@example.com", "b@example.com")


def test_numbers() -> None:
    """A number may come from the command line."""
    assert read_settings({**CONTEXT, "log_retention_days": "30"}).log_retention_days == 30


@pytest.mark.parametrize(
    ("home", "watched", "edges"),
    [
        ("eu-central-1", "eu-north-1,us-east-2", ("eu-north-1", "us-east-1", "us-east-2")),
        ("eu-central-1", "eu-central-1", ("us-east-1",)),
        ("us-east-1", "us-east-1,eu-north-1", ("eu-north-1",)),
        ("us-east-1", "", ()),
    ],
)
def test_edges(home: str, watched: str, edges: tuple[str, ...]) -> None:
    """Each watched Region but the home Region has an edge, and us-east-1 always does."""
    context = {**CONTEXT, "home_region": home, "break_glass_regions": watched}
    assert read_settings(context).edge_regions == edges


def test_regions_by_default() -> None:
    """Unless told otherwise, Gatehouse listens wherever AWS reports sign-ins at the console."""
    without = {name: value for name, value in CONTEXT.items() if name != "break_glass_regions"}
    assert set(read_settings(without).edge_regions) == {
        "us-east-1",
        "us-east-2",
        "us-west-2",
        "eu-north-1",
        "ap-southeast-2",
    }


def test_missing_policy(tmp_path: Path) -> None:
    """A policy file that is not there is named with its whole path."""
    with pytest.raises(SettingsError, match=f"policy: cannot read {tmp_path}/access.yaml: No such file"):
        read_file(tmp_path / "access.yaml")
