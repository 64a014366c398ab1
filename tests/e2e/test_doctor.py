"""gatehouse doctor and init on the deployed stacks: each planted fault is found, and is gone when it is mended."""

import io
import json
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox.demo.stage import Stage
from sandbox.demo.timeline import wait_for
from sandbox.home import HOME_REGION, MANAGEMENT_ACCOUNT_ID

ROOT = Path(__file__).parents[2]
TRAIL, ADDRESS = "organization", "oncall@example.com"
Checks = list[dict[str, str]]
Ask = Callable[..., Checks]


@pytest.fixture
def ask(stage: Stage, tmp_path: Path) -> Ask:
    """The checks of `doctor` or `init`, run by a person in a checkout, in some Region."""
    (tmp_path / "cdk.json").write_bytes((ROOT / "cdk.json").read_bytes())

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
    """What a real organization has beside the stacks: a trail, a confirmed address, a sweep of last night."""
    trails, sns, topic = stage.sandbox.client("cloudtrail"), stage.sandbox.client("sns"), stage.outputs["TopicArn"]
    trails.create_trail(Name=TRAIL, S3BucketName="logs", IsMultiRegionTrail=True)
    trails.start_logging(Name=TRAIL)
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=ADDRESS)
    link = {"topic": topic, "endpoint": ADDRESS}
    subscription = stage.sandbox.local("/_local/confirm-email", link)["subscription"]
    swept = _record(stage, "account#*", datetime.now(UTC) - timedelta(hours=9), "nothing to do")
    yield
    _forget(stage, swept)
    sns.unsubscribe(SubscriptionArn=subscription)
    trails.delete_trail(Name=TRAIL)


def problems(checks: Checks) -> dict[str, str]:
    """What is wrong, by the name of the check; each says what to do."""
    assert all(check["next"] for check in checks if check["result"] != "ok")
    return {check["check"]: check["what"] for check in checks if check["result"] == "problem"}


def _record(stage: Stage, partition: str, at: datetime, result: str) -> dict[str, Any]:
    key = {"pk": {"S": partition}, "sk": {"S": f"planted-{uuid.uuid4()}"}}
    document = json.dumps({"at": at.isoformat(), "result": result, "signal": "SweepDue"})
    stage.sandbox.client("dynamodb").put_item(
        TableName=stage.outputs["TableName"], Item={**key, "document": {"S": document}}
    )
    return key


def _forget(stage: Stage, key: dict[str, Any]) -> None:
    stage.sandbox.client("dynamodb").delete_item(TableName=stage.outputs["TableName"], Key=key)


def _resource(stage: Stage, kind: str, name: str) -> str:
    """What AWS calls the resource of this type whose logical id begins so."""
    pages = stage.sandbox.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName="Gatehouse")
    found = [item for page in pages for item in page["StackResourceSummaries"] if item["ResourceType"] == kind]
    return next(item["PhysicalResourceId"] for item in found if item["LogicalResourceId"].startswith(name))


def test_a_healthy_deployment(ask):
    """Nothing is to be mended."""
    assert problems(ask()) == {}


def test_the_wrong_region(ask):
    """The shell works where neither Identity Center nor Gatehouse is; both commands name the Region that is meant."""
    for command in ("doctor", "init"):
        found = problems(ask(command, region="eu-central-1"))
        assert "is in us-east-1" in found["Identity Center"]


def test_no_trail(stage, ask):
    """A trail that is switched off is none."""
    trails = stage.sandbox.client("cloudtrail")
    trails.stop_logging(Name=TRAIL)
    try:
        assert {command: problems(ask(command))["trail"] for command in ("doctor", "init")} == dict.fromkeys(
            ("doctor", "init"), f"{TRAIL} is switched off: EventBridge gets no event of AWS's calls here"
        )
    finally:
        trails.start_logging(Name=TRAIL)


def test_an_account_instance_instead_of_the_organizations(stage, ask):
    """A member account made one for itself: it can give no access."""
    member = next(iter(stage.seeded.accounts.values()))
    stage.sandbox.local("/_local/instances", {"organization": False, "accounts": [member]})
    try:
        for command in ("doctor", "init"):
            assert f"only account {member} has an instance here" in problems(ask(command))["Identity Center"]
    finally:
        stage.sandbox.local("/_local/instances", {"organization": True, "accounts": []})


def test_service_control_policies_are_off(stage, ask):
    """The quarantine denies nobody then."""
    about = {"RootId": stage.seeded.root_id, "PolicyType": "SERVICE_CONTROL_POLICY"}
    organizations = stage.sandbox.client("organizations")
    organizations.disable_policy_type(**about)
    try:
        assert "service control policies" in problems(ask("doctor"))
        assert "service control policies" in problems(ask("init"))
    finally:
        organizations.enable_policy_type(**about)


def test_a_disabled_rule(stage, ask):
    """By its name, with the way to switch it on."""
    events = stage.sandbox.client("events")
    rule = _resource(stage, "AWS::Events::Rule", "AccountChanged")
    events.disable_rule(Name=rule)
    try:
        (found,) = [check for check in ask() if check["result"] == "problem"]
        assert (found["check"], found["where"], f"enable-rule --name {rule}" in found["next"]) == ("rules", rule, True)
    finally:
        events.enable_rule(Name=rule)


@contextmanager
def narrowed(stage: Stage, rule: str) -> Iterator[None]:
    events = stage.sandbox.client("events")
    before = events.describe_rule(Name=rule)
    kept = {key: before[key] for key in ("Name", "State", "Description")}
    events.put_rule(**kept, EventPattern='{"source": ["nothing"]}')
    yield
    events.put_rule(**kept, EventPattern=before["EventPattern"])


def test_a_narrowed_rule(stage, ask):
    """Enabled, and lets nothing through."""
    with narrowed(stage, _resource(stage, "AWS::Events::Rule", "AccountChanged")):
        assert "the pattern is not what this version would deploy" in problems(ask())["rules"]


def test_a_mail_that_nobody_confirmed(stage, ask):
    """The topic reaches nobody: neither the address that waits, nor anybody else."""
    sns, topic = stage.sandbox.client("sns"), stage.outputs["TopicArn"]
    for subscription in sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]:
        if subscription["Endpoint"] == ADDRESS:
            sns.unsubscribe(SubscriptionArn=subscription["SubscriptionArn"])
    others = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=ADDRESS)
    try:
        checks = ask()
        assert others or "no confirmed subscription" in problems(checks)["alerts"]
        assert f"{ADDRESS} has not confirmed" in [check["what"] for check in checks if check["check"] == "alerts"]
    finally:
        stage.sandbox.local("/_local/confirm-email", {"topic": topic, "endpoint": ADDRESS})


def _old_bundle() -> bytes:
    """Any other code than what is deployed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        bundle.writestr("lambdas/handlers/audit.py", "def handler(event, context):\n    pass\n")
    return packed.getvalue()


def _deployed_code(stage: Stage) -> dict[str, str]:
    """Where the stack has the code of its functions."""
    template = stage.sandbox.client("cloudformation").get_template(StackName="Gatehouse")["TemplateBody"]
    resources = (json.loads(template) if isinstance(template, str) else template)["Resources"].values()
    ours = (found["Properties"] for found in resources if found["Type"] == "AWS::Lambda::Function")
    code = next(found["Code"] for found in ours if found["Handler"].startswith("lambdas."))
    bucket = f"cdk-hnb659fds-assets-{MANAGEMENT_ACCOUNT_ID}-{HOME_REGION}"
    return {"S3Bucket": bucket, "S3Key": code["S3Key"]}


def test_a_stale_bundle(stage, ask):
    """One function runs other code than the rest."""
    functions, name = stage.sandbox.client("lambda"), stage.outputs["AuditFunction"]
    functions.update_function_code(FunctionName=name, ZipFile=_old_bundle())
    try:
        assert "another bundle than the others" in problems(ask())["bundle"]
    finally:
        functions.update_function_code(FunctionName=name, **_deployed_code(stage))


def test_a_missing_forwarder(ask, tmp_path):
    """A Region that the settings listen in has no stack that forwards from there."""
    settings = json.loads((tmp_path / "cdk.json").read_text())
    settings["context"]["break_glass_regions"] = ["us-east-1", "eu-north-1"]
    (tmp_path / "cdk.json").write_text(json.dumps(settings))
    assert "there is no stack GatehouseEdge-eu-north-1" in problems(ask())["forwarders"]


def test_a_full_dead_letter_queue(stage, ask):
    """A message that nobody handled waits for a person."""
    sqs, queue = stage.sandbox.client("sqs"), _resource(stage, "AWS::SQS::Queue", "Undelivered")
    sqs.send_message(QueueUrl=queue, MessageBody="{}")
    try:
        assert problems(ask())["dead letters"] == "1 messages nobody has handled"
    finally:
        sqs.purge_queue(QueueUrl=queue)


def test_an_overdue_drill(stage, ask):
    """The last one was longer ago than the policy allows."""
    assert "last drill" not in problems(ask())
    before = stage.documents("drill")
    key = _record(stage, "drill", datetime.now(UTC) - timedelta(days=40), "succeeded")
    try:
        assert before or problems(ask())["last drill"].startswith("was 40 days ago")
    finally:
        _forget(stage, key)


def test_a_sweep_that_did_not_come(stage, ask):
    """The nightly look at everything is recorded, or missed."""
    table = stage.outputs["TableName"]
    client = stage.sandbox.client("dynamodb")
    about = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "account#*"}}}
    items = client.query(TableName=table, **about)["Items"]
    for item in items:
        client.delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})
    try:
        assert problems(ask())["last sweep"] == "no sweep is recorded"
    finally:
        for item in items:
            client.put_item(TableName=table, Item=item)
    assert wait_for(lambda: problems(ask()), lambda found: not found) == {}
