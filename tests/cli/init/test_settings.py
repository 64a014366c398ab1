"""Which settings are written, and which stay as they are."""

import json

import pytest

from cli.doctor.checks.instances import InstanceFacts, Seen
from cli.doctor.checks.organization import OrganizationFacts
from cli.init.cdk_file import read_cdk_file, write_cdk_file
from cli.init.settings import check_settings, choose, make_settings
from lambdas.core.errors import RejectError
from tests.cli.doctor.judging import problems, warnings

OWNER = "111122223333"
ORGANIZATION = OrganizationFacts("o-exampleorg1", OWNER, OWNER, "r-ab12")
INSTANCE = Seen("arn:aws:sso:::instance/ssoins-7223a1b2c3d4e5f6", OWNER, "eu-central-1")
FOUND = make_settings(ORGANIZATION, InstanceFacts("eu-central-1", OWNER, (INSTANCE,)))


def yes(_: str) -> bool:
    return True


def no(_: str) -> bool:
    return False


def test_what_aws_tells():
    """Organization, root, management account, instance, and its Region as the home Region."""
    assert {
        "home_region": "eu-central-1",
        "management_account_id": OWNER,
        "organization_id": "o-exampleorg1",
        "root_id": "r-ab12",
        "instance_arn": INSTANCE.arn,
    } == FOUND


def test_another_regions_instance_sets_no_home_region():
    """The shell works in a Region that may be the wrong one."""
    assert "home_region" not in make_settings(ORGANIZATION, InstanceFacts("us-east-1", OWNER, (INSTANCE,)))


def test_what_is_not_set_is_written_without_asking():
    """FILL-IN and nothing are both not set."""
    chosen = choose({"home_region": "FILL-IN", "target": "python3.13-arm64"}, FOUND, no)
    assert chosen.written == FOUND
    assert chosen.context == {**FOUND, "target": "python3.13-arm64"}
    assert chosen.kept == {}


def test_a_value_is_overwritten_only_by_permission():
    """Otherwise it is kept, and what AWS says is told."""
    before = {**FOUND, "root_id": "r-old1"}
    kept = choose(before, FOUND, no)
    assert (kept.context, kept.written, kept.kept) == (before, {}, {"root_id": "r-ab12"})
    assert "root_id was kept as it is; AWS says r-ab12" in [c.found for c in check_settings(kept, "cdk.json")]
    assert choose(before, FOUND, yes).written == {"root_id": "r-ab12"}


def test_nobody_is_asked_about_what_is_the_same():
    """A second run has nothing to do."""
    asked: list[str] = []
    assert choose(FOUND, FOUND, lambda question: bool(asked.append(question))).written == {}
    assert asked == []


def test_what_a_deploy_still_lacks_is_said():
    """With the command that shows the value."""
    chosen = choose({}, {name: value for name, value in FOUND.items() if name != "root_id"}, no)
    found = problems(check_settings(chosen, "cdk.json"))["settings"]
    assert (found.found, "aws organizations list-roots" in found.next_step) == ("root_id is not set", True)


def test_nobody_to_tell_is_a_warning():
    """A deployment without addresses works, and is silent."""
    assert "alert_emails" in warnings(check_settings(choose({}, FOUND, no), "cdk.json"))["settings"].found
    told = choose({"alert_emails": ["oncall@example.com"]}, FOUND, no)
    assert list(check_settings(told, "cdk.json")) == []


def test_the_rest_of_the_file_stays(tmp_path):
    """Keys, values and order, inside the context and beside it."""
    file = tmp_path / "cdk.json"
    before = {
        "app": "python app.py",
        "context": {"z": ["ü"], "home_region": "FILL-IN", "@aws-cdk/x": True},
        "watch": {},
    }
    file.write_text(json.dumps(before))
    document = read_cdk_file(file)
    write_cdk_file(file, document, {**document["context"], "home_region": "eu-central-1"})
    after = {**before, "context": {**before["context"], "home_region": "eu-central-1"}}
    assert file.read_text() == json.dumps(after, indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize(("text", "told"), [(None, "not in this folder"), ("{", "not JSON"), ("[]", "a JSON object")])
def test_a_file_that_cannot_be_used(tmp_path, text, told):
    """Missing, broken or of another shape: said, and nothing is written."""
    file = tmp_path / "cdk.json"
    if text is not None:
        file.write_text(text)
    with pytest.raises(RejectError, match=told):
        read_cdk_file(file)
