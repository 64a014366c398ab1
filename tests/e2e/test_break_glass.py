"""Break glass, from STS to a message people get."""

import json
import time

import pytest
from botocore.exceptions import ClientError

from sandbox.demo.stage import Stage
from sandbox.demo.timeline import wait_for
from sandbox.seed import BREAK_GLASS_ROLE, BREAK_GLASS_USER


def incidents(stage: Stage) -> list[dict]:
    items = stage.sandbox.client("dynamodb").scan(TableName=stage.outputs["TableName"], ConsistentRead=True)["Items"]
    return [json.loads(item["document"]["S"]) for item in items if item["pk"]["S"].startswith("incident#")]


def message_about(stage: Stage, inbox: str, text: str) -> dict:
    return wait_for(lambda: stage.receive(inbox), lambda found: text in found.get("Message", ""))


def wait_until_quiet(stage: Stage) -> None:
    """What was done by hand after the deployment, the accounts' first access, has been told."""
    sqs, url = stage.sandbox.client("sqs"), stage.outputs["BreakGlassQueueUrl"]
    counts = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
    wait_for(
        lambda: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(counts))["Attributes"],
        lambda found: all(found[count] == "0" for count in counts),
        seconds=60,
    )


def test_use_is_an_incident_and_a_message_within_seconds(stage, inbox):
    """Who assumed which role in which account stands in the table and in people's hands."""
    wait_until_quiet(stage)
    account_id = stage.seeded.accounts["payments-prod"]
    stage.on_call().assume_role(
        RoleArn=f"arn:aws:iam::{account_id}:role/{BREAK_GLASS_ROLE}", RoleSessionName="e2e-used"
    )
    begun = time.monotonic()
    message = message_about(stage, inbox, "e2e-used")
    assert message["Subject"] == f"Break glass used: {BREAK_GLASS_ROLE} in {account_id}"
    assert time.monotonic() - begun < 10
    (incident,) = [found for found in incidents(stage) if found["session"] == "e2e-used"]
    assert incident["status"] == "open"
    assert incident["who"].endswith(f"user/{BREAK_GLASS_USER}")


def test_a_refused_attempt_is_told_as_one(stage, inbox):
    """Somebody who may not is refused by IAM, and people hear of the attempt."""
    iam = stage.sandbox.client("iam")
    iam.create_user(UserName="curious")
    key = iam.create_access_key(UserName="curious")["AccessKey"]
    sts = stage.sandbox.client("sts", access_key=key["AccessKeyId"], secret_key=key["SecretAccessKey"])
    role = f"arn:aws:iam::{stage.seeded.accounts['payments-prod']}:role/{BREAK_GLASS_ROLE}"
    with pytest.raises(ClientError, match="AccessDenied"):
        sts.assume_role(RoleArn=role, RoleSessionName="curious")
    message = message_about(stage, inbox, "user/curious")
    assert message["Subject"].startswith("Break glass tried and refused")


def test_another_role_is_nobodys_business(stage):
    """A role that is not watched opens no incident."""
    before = len(incidents(stage))
    trust = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
    }
    stage.sandbox.client("iam").create_role(RoleName="Auditor", AssumeRolePolicyDocument=json.dumps(trust))
    stage.on_call().assume_role(RoleArn="arn:aws:iam::100000000001:role/Auditor", RoleSessionName="audit")
    time.sleep(2)
    assert len(incidents(stage)) == before
