"""gatehouse doctor and init on the deployed stacks: each planted fault is found."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox.demo.stage import Stage
from sandbox.deploy import EDGE_REGION
from tests.doctor.planting import find_resource, forgotten, narrowed, outdated, recorded, unheard

ROOT = Path(__file__).parents[2]
TRAIL, ADDRESS = "organization", "oncall@example.com"
BOTH = ("doctor", "init")
Checks = list[dict[str, str]]
Ask = Callable[..., Checks]


@pytest.fixture
def ask(stage: Stage, tmp_path: Path) -> Ask:
    """The checks of `doctor` or `init`, run by a person in a checkout, in some Region."""
    settings = json.loads((ROOT / "cdk.json").read_text())
    settings["context"]["break_glass_regions"] = [EDGE_REGION]
    (tmp_path / "cdk.json").write_text(json.dumps(settings))

    def run(command: str = "doctor", *, region: str = "us-east-1") -> Checks:
        policy = tmp_path / "new.yaml" if command == "init" else ROOT / "access.yaml"
        done = subprocess.run(
            [sys.executable, "-c", "from cli.main import main; main()", command, "--policy", str(policy), "--json"],
            env={**stage.sandbox.environment(), "AWS_DEFAULT_REGION": region, "PYTHONPATH": str(ROOT)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        checks: Checks = json.loads(done.stdout)["checks"]
        assert done.returncode == int(any(check["result"] == "problem" for check in checks)), done.stderr
        return checks

    return run


@pytest.fixture(scope="module", autouse=True)
def healthy(stage: Stage) -> Iterator[None]:
    """What a real organization has beside the stacks: a trail, an address that was confirmed, a sweep of last night."""
    trails = stage.sandbox.client("cloudtrail")
    trails.create_trail(Name=TRAIL, S3BucketName="logs", IsMultiRegionTrail=True)
    trails.start_logging(Name=TRAIL)
    topics = find_topics(stage)
    for topic in topics:
        sns_of(stage, topic).subscribe(TopicArn=topic, Protocol="email", Endpoint=ADDRESS)
        stage.sandbox.local("/_local/confirm-email", {"topic": topic, "endpoint": ADDRESS})
    with recorded(stage, "account#*", datetime.now(UTC) - timedelta(hours=9), "nothing to do"):
        yield
    for topic in topics:
        for found in sns_of(stage, topic).list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]:
            if found["Endpoint"] == ADDRESS:
                sns_of(stage, topic).unsubscribe(SubscriptionArn=found["SubscriptionArn"])
    trails.delete_trail(Name=TRAIL)


def find_topics(stage: Stage) -> list[str]:
    """The ARN of every topic of every stack."""
    stacks = (("us-east-1", "Gatehouse"), (EDGE_REGION, f"GatehouseEdge-{EDGE_REGION}"))
    listed = (
        stage.sandbox.client("cloudformation", region=region).describe_stack_resources(StackName=name)
        for region, name in stacks
    )
    resources = [found for answer in listed for found in answer["StackResources"]]
    return [r["PhysicalResourceId"] for r in resources if r["ResourceType"] == "AWS::SNS::Topic"]


def sns_of(stage: Stage, topic: str) -> Any:
    return stage.sandbox.client("sns", region=topic.split(":")[3])


def problems(checks: Checks) -> dict[str, str]:
    """What is wrong, by the name of the check; each says what to do."""
    assert all(check["next"] for check in checks if check["result"] != "ok")
    return {check["check"]: check["what"] for check in checks if check["result"] == "problem"}


def test_a_healthy_deployment(ask):
    """Nothing is to be mended."""
    assert problems(ask()) == {}


@pytest.mark.parametrize("command", BOTH)
def test_the_wrong_region(ask, command):
    """The shell works where neither Identity Center nor Gatehouse is: the Region that is meant is named."""
    assert "is in us-east-1" in problems(ask(command, region="eu-central-1"))["Identity Center"]


def test_no_trail(stage, ask):
    """A trail that is switched off is none."""
    trails = stage.sandbox.client("cloudtrail")
    trails.stop_logging(Name=TRAIL)
    try:
        told = [problems(ask(command))["trail"] for command in BOTH]
    finally:
        trails.start_logging(Name=TRAIL)
    assert all(what.startswith(f"{TRAIL} is switched off") for what in told)


def test_an_account_instance_instead_of_the_organizations(stage, ask):
    """A member account made one for itself: it can give no access."""
    member = next(iter(stage.seeded.accounts.values()))
    stage.sandbox.local("/_local/instances", {"organization": False, "accounts": [member]})
    try:
        told = [problems(ask(command))["Identity Center"] for command in BOTH]
    finally:
        stage.sandbox.local("/_local/instances", {"organization": True, "accounts": []})
    assert all(f"only account {member} has an instance here" in what for what in told)


def test_service_control_policies_are_off(stage, ask):
    """The quarantine denies nobody then."""
    about = {"RootId": stage.seeded.root_id, "PolicyType": "SERVICE_CONTROL_POLICY"}
    organizations = stage.sandbox.client("organizations")
    organizations.disable_policy_type(**about)
    try:
        told = [problems(ask(command)) for command in BOTH]
    finally:
        organizations.enable_policy_type(**about)
    assert all("service control policies" in found for found in told)


def test_a_disabled_rule(stage, ask):
    """By its name, with the way to switch it on; nothing else is wrong."""
    events, rule = stage.sandbox.client("events"), find_resource(stage, "AWS::Events::Rule", "AccountChanged")
    events.disable_rule(Name=rule)
    try:
        (found,) = [check for check in ask() if check["result"] == "problem"]
    finally:
        events.enable_rule(Name=rule)
    assert (found["check"], found["where"], f"enable-rule --name {rule}" in found["next"]) == ("rules", rule, True)


def test_a_narrowed_rule(stage, ask):
    """Enabled, and lets nothing through."""
    with narrowed(stage, find_resource(stage, "AWS::Events::Rule", "AccountChanged")):
        assert "the pattern is not what this version would deploy" in problems(ask())["rules"]


def test_a_mail_that_nobody_confirmed(stage, ask):
    """The topic reaches nobody, and the address that waits is named."""
    sns, topic = stage.sandbox.client("sns"), stage.outputs["TopicArn"]
    with unheard(stage):
        sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=ADDRESS)
        checks = ask()
    stage.sandbox.local("/_local/confirm-email", {"topic": topic, "endpoint": ADDRESS})
    assert "no confirmed subscription" in problems(checks)["alerts"]
    assert f"{ADDRESS} has not confirmed" in [check["what"] for check in checks if check["check"] == "alerts"]


def test_a_stale_bundle(stage, ask):
    """One function runs other code than the rest."""
    with outdated(stage, stage.outputs["AuditFunction"]):
        assert "another bundle than the others" in problems(ask())["bundle"]


def test_a_missing_forwarder(ask, tmp_path):
    """A Region that the settings listen in has no stack that forwards from there."""
    settings = json.loads((tmp_path / "cdk.json").read_text())
    settings["context"]["break_glass_regions"] = ["us-east-1", "ca-west-1"]
    (tmp_path / "cdk.json").write_text(json.dumps(settings))
    assert "there is no stack GatehouseEdge-ca-west-1" in problems(ask())["forwarders"]


def test_a_full_dead_letter_queue(stage, ask):
    """A message that nobody handled waits for a person."""
    sqs, queue = stage.sandbox.client("sqs"), find_resource(stage, "AWS::SQS::Queue", "Undelivered")
    sqs.send_message(QueueUrl=queue, MessageBody="{}")
    try:
        assert problems(ask())["dead letters"] == "1 message nobody has handled"
    finally:
        sqs.purge_queue(QueueUrl=queue)


def test_an_overdue_drill(stage, ask):
    """The last one was longer ago than the policy allows."""
    ago = datetime.now(UTC) - timedelta(days=40)
    with forgotten(stage, "drill"), recorded(stage, "drill", ago, "succeeded"):
        assert problems(ask())["last drill"].startswith("was 40 days ago")


def test_a_sweep_that_did_not_come(stage, ask):
    """The nightly look at everything is recorded, or missed; when all is mended, all is well again."""
    with forgotten(stage, "account#*"):
        assert problems(ask())["last sweep"] == "no sweep is recorded"
    assert problems(ask()) == {}
