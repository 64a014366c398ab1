"""gatehouse init, on an organization whose accounts already have access."""

import json
from pathlib import Path
from typing import Any

import pytest

from lambdas.core.setting_texts import FROM_AWS, PLACEHOLDER
from stacks.settings import read_settings
from tests.cli.cloud import Cloud
from tests.cli.conftest import Ended, Run

UNSET = {"app": "python app.py", "context": {**dict.fromkeys(FROM_AWS, PLACEHOLDER), "alert_emails": ["a@example.com"]}}
TRAIL = "organization"


@pytest.fixture
def trail(grown: Cloud):
    """Management events of every Region are logged while a test runs."""
    client = grown.client("cloudtrail")
    client.create_trail(Name=TRAIL, S3BucketName="logs", IsMultiRegionTrail=True)
    client.start_logging(Name=TRAIL)
    yield client
    client.delete_trail(Name=TRAIL)


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    """A checkout whose settings nobody has filled in; the commands run there."""
    (tmp_path / "cdk.json").write_text(json.dumps(UNSET))
    return tmp_path


def context(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "cdk.json").read_text())["context"]


def found(ended: Ended, result: str = "problem") -> set[str]:
    return {check["check"] for check in ended.document["checks"] if check["result"] == result}


def test_a_new_checkout_is_made_ready(run, folder, trail, grown):
    """Settings and a first policy are written; nothing is left to mend."""
    ended = run("init", "--json")
    assert (ended.status, found(ended)) == (0, set())
    assert ended.document["written"] == {name: context(folder)[name] for name in FROM_AWS}
    assert context(folder)["root_id"] == grown.root_id
    assert context(folder)["home_region"] == "us-east-1"
    assert run("policy", "check").status == 0
    assert read_settings(context(folder)).root_id == grown.root_id


def test_a_second_time_changes_nothing(run, folder, trail):
    """The settings are the same, and the policy is kept."""
    run("init")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    ended = run("init", "--json")
    assert (ended.status, ended.document["written"]) == (0, {})
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_what_was_set_is_kept_until_somebody_says_yes(run, folder, trail, grown):
    """A value of another organization, and a policy that somebody wrote."""
    (folder / "cdk.json").write_text(json.dumps({"context": {**UNSET["context"], "root_id": "r-other"}}))
    (folder / "access.yaml").write_text("access: []\n")
    ended = run("init", "--json")
    assert ended.document["kept"] == {"root_id": grown.root_id}
    assert (context(folder)["root_id"], (folder / "access.yaml").read_text()) == ("r-other", "access: []\n")
    assert run("init", "--yes").status == 0
    assert context(folder)["root_id"] == grown.root_id
    assert "Developers" in (folder / "access.yaml").read_text()


def test_no_trail_is_found(run, folder):
    """Without one EventBridge gets nothing; the settings are written all the same."""
    ended = run("init", "--json")
    assert (ended.status, found(ended)) == (1, {"trail"})
    assert context(folder)["organization_id"].startswith("o-")


def test_credentials_of_a_member_account(run_in, grown, tmp_path):
    """They cannot read the settings; the account to use is named."""
    (tmp_path / "cdk.json").write_text(json.dumps(UNSET))
    member = grown.accounts["prod-000"]
    run = run_in({**grown.environment, "AWS_ACCESS_KEY_ID": member, "AWS_SECRET_ACCESS_KEY": "test"})
    ended = run("init")
    assert (ended.status, grown.management_id in ended.err) == (1, True)
    assert context(tmp_path) == UNSET["context"]
