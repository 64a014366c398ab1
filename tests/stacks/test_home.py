"""The home stack: its functions, its state, the way in and the way out."""

import base64
import json
from typing import Any

import pytest

from lambdas.settings import FunctionSettings
from tests.stacks.conftest import Synthesised
from tests.stacks.reading import FUNCTIONS, LOOPS, find, function

USES_KEY = ["kms:Decrypt", "kms:GenerateDataKey*"]
RECORDS_AND_TELLS = {"table_name", "bus_name", "topic_arn"}
LANE = {
    "management_account_id",
    "dead_letters_url",
    "schedule_group",
    "schedule_role_arn",
    "accounts_queue_arn",
    "workers_queue_arn",
    "sweep_queue_arn",
    "audit_queue_arn",
    "accounts_queue_url",
    "workers_queue_url",
    "sweep_queue_url",
    "audit_queue_url",
    "lane",
}
TOLD = {
    **dict.fromkeys(LOOPS, RECORDS_AND_TELLS | LANE),
    "break_glass": RECORDS_AND_TELLS
    | {"management_account_id", "break_glass_queue_arn", "schedule_group", "schedule_role_arn"},
    "drill": RECORDS_AND_TELLS
    | {
        "management_account_id",
        "dead_letters_url",
        "drill_inbox_url",
        "edge_regions",
        "home_region",
        "lane",
        "last_resort_topic_arn",
    },
    "worker_changed": RECORDS_AND_TELLS | LANE | {"quarantine_policy_ids"},
    "worker_webhook": RECORDS_AND_TELLS | {"webhook_secret_arn"},
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions(synthesised: Synthesised, name: str) -> None:
    """A function runs on the target, is traced, and logs to a group of the stack."""
    found = function(synthesised.home, name)
    assert (found["Runtime"], found["Architectures"]) == ("python3.13", ["arm64"])
    assert found["TracingConfig"] == {"Mode": "Active"}
    assert found["LoggingConfig"]["LogGroup"]["Ref"] in find(synthesised.home, "AWS::Logs::LogGroup")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_environment(synthesised: Synthesised, name: str) -> None:
    """A function is told what it needs and nothing else, in words its settings understand."""
    variables = function(synthesised.home, name)["Environment"]["Variables"]
    told = FunctionSettings.from_environment({key: json.dumps(value) for key, value in variables.items()})
    assert {key for key, value in told.model_dump().items() if value} == TOLD[name]


def test_log_groups(synthesised: Synthesised) -> None:
    """Every log group has an end to its retention, and no function shares one."""
    groups = find(synthesised.home, "AWS::Logs::LogGroup")
    assert all(group["RetentionInDays"] == 365 for group in groups.values())
    used = {function(synthesised.home, name)["LoggingConfig"]["LogGroup"]["Ref"] for name in FUNCTIONS}
    assert len(used) == len(FUNCTIONS)


def test_table(synthesised: Synthesised) -> None:
    """The state table outlives the stack, cannot be deleted by mistake, and can be brought back to any second."""
    [table] = synthesised.home.find_resources("AWS::DynamoDB::GlobalTable").values()
    assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("Retain", "Retain")
    [replica] = table["Properties"]["Replicas"]
    assert replica["DeletionProtectionEnabled"] is True
    assert replica["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True


def test_table_keys(synthesised: Synthesised) -> None:
    """The table is keyed by pk and sk, and lets go of what has an `expires` in the past."""
    [table] = find(synthesised.home, "AWS::DynamoDB::GlobalTable").values()
    assert [(key["AttributeName"], key["KeyType"]) for key in table["KeySchema"]] == [("pk", "HASH"), ("sk", "RANGE")]
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"


def test_alarms_may_publish(synthesised: Synthesised) -> None:
    """CloudWatch may publish to the encrypted topic and use its key; without either its alarms would be lost."""
    topics = find(synthesised.home, "AWS::SNS::Topic")
    for name in topics:
        assert granted_on(synthesised, name, "cloudwatch.amazonaws.com") == [USES_KEY, "sns:Publish"]
    assert len(topics) == 2


def granted_on(synthesised: Synthesised, topic: str, service: str) -> list[Any]:
    """What a service may do with the key of a topic, and with the topic."""
    named = find(synthesised.home, "AWS::SNS::Topic")[topic]
    key = find(synthesised.home, "AWS::KMS::Key")[named["KmsMasterKeyId"]["Fn::GetAtt"][0]]
    policies = find(synthesised.home, "AWS::SNS::TopicPolicy").values()
    granted = [each for found in policies if {"Ref": topic} in found["Topics"] for each in _statements(found)]
    return [
        each["Action"]
        for each in (*key["KeyPolicy"]["Statement"], *granted)
        if each["Principal"] == {"Service": service}
    ]


def _statements(policy: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return found


def test_people(synthesised: Synthesised) -> None:
    """Every address of the settings is subscribed to both topics."""
    found = [each for each in find(synthesised.home, "AWS::SNS::Subscription").values() if each["Protocol"] == "email"]
    for topic in find(synthesised.home, "AWS::SNS::Topic"):
        subscribed = [each["Endpoint"] for each in found if each["TopicArn"] == {"Ref": topic}]
        assert sorted(subscribed) == ["oncall@example.com", "security@example.com"]


def test_secret(synthesised: Synthesised) -> None:
    """The webhook's key is made by AWS, and whatever it makes is valid base64 of 24 to 64 bytes."""
    [secret] = find(synthesised.home, "AWS::SecretsManager::Secret").values()
    made = secret["GenerateSecretString"]
    assert (made["GenerateStringKey"], json.loads(made["SecretStringTemplate"])) == ("current", {"previous": ""})
    assert made["ExcludePunctuation"] is True
    assert 24 <= len(base64.b64decode("z" * made["PasswordLength"], validate=True)) <= 64


def test_outputs(synthesised: Synthesised) -> None:
    """The command line finds what was deployed under these names."""
    assert set(synthesised.home.find_outputs("*")) == {
        "AccountChangedFunction",
        "AccountsQueueUrl",
        "AuditFunction",
        "AuditQueueUrl",
        "BreakGlassFunction",
        "BreakGlassQueueUrl",
        "BusName",
        "DrillFunction",
        "DrillQueueUrl",
        "EdgeRegions",
        "LastResortTopicArn",
        "PolicyDigest",
        "QuarantinePolicyId",
        "QuarantinePolicyIds",
        "ScheduleGroup",
        "SweepFunction",
        "SweepQueueUrl",
        "TableName",
        "TopicArn",
        "UndeliveredQueueUrl",
        "Version",
        "WebhookSecretArn",
        "WebhookUrl",
        "WorkerChangedFunction",
        "WorkerWebhookFunction",
        "WorkersQueueUrl",
    }


def test_appointments(synthesised: Synthesised) -> None:
    """Every hour what waits is looked at, every night everything, every week the audit; drills by their own clock."""
    found = find(synthesised.home, "AWS::Scheduler::Schedule").values()
    told = {
        each["ScheduleExpression"]: (
            each["Target"]["SqsParameters"]["MessageGroupId"],
            json.loads(each["Target"]["Input"])["detail-type"],
        )
        for each in found
    }
    assert told == {
        "cron(45 * * * ? *)": ("workers", "WaitingDue"),
        "cron(15 1 * * ? *)": ("sweep", "AccountDue"),
        "cron(15 2 ? * SUN *)": ("audit", "AccountDue"),
        "cron(45 6 * * ? *)": ("drill", "InspectionDue"),
        "rate(30 days)": ("drill", "DrillDue"),
    }
