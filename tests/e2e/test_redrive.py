"""Dead letters, from the queue back into the lane, with the command that people use."""

import json
import uuid
from datetime import UTC, datetime

from sandbox.demo.stage import Stage
from sandbox.demo.timeline import wait_for
from tests.e2e.test_worker_commands import run


def dead_letters_url(stage: Stage, lane: str) -> str:
    """The dead-letter queue behind a lane."""
    sqs = stage.sandbox.client("sqs")
    told = sqs.get_queue_attributes(QueueUrl=stage.outputs[lane], AttributeNames=["RedrivePolicy"])["Attributes"]
    arn = json.loads(told["RedrivePolicy"])["deadLetterTargetArn"]
    return str(sqs.get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"])


def account_due(account_id: str, event_id: str) -> str:
    scope = {"accounts": [account_id]}
    detail = {"kind": "Redriven", "scope": scope, "attempt": 0, "since": datetime.now(UTC).isoformat()}
    return json.dumps({"source": "gatehouse", "detail-type": "AccountDue", "id": event_id, "detail": detail})


def records(stage: Stage, account_id: str) -> list[str]:
    return [found["result"] for found in stage.documents(f"account#{account_id}") if found["signal"] == "Redriven"]


def test_a_dead_letter_is_handled_after_all(stage: Stage) -> None:
    """What stands in a lane's dead letters is in the lane again, and ends in a record; the dead letters are empty."""
    account_id, event_id = stage.seeded.accounts["playground"], uuid.uuid4().hex
    url, sqs = dead_letters_url(stage, "AccountsQueueUrl"), stage.sandbox.client("sqs")
    sqs.send_message(QueueUrl=url, MessageBody=account_due(account_id, event_id), MessageGroupId="unreadable")
    assert run(stage, "redrive", "accounts")["moved"] >= 1
    assert wait_for(lambda: records(stage, account_id), bool) == ["nothing to do"]
    assert not [m for m in sqs.receive_message(QueueUrl=url).get("Messages", []) if event_id in m["Body"]]


def test_what_was_not_delivered_finds_its_lane(stage: Stage) -> None:
    """What EventBridge could not deliver goes to the queue it was for; what does not say which one stays."""
    account_id, sqs = stage.seeded.accounts["audit"], stage.sandbox.client("sqs")
    lane = sqs.get_queue_attributes(QueueUrl=stage.outputs["AccountsQueueUrl"], AttributeNames=["QueueArn"])
    target = {"TARGET_ARN": {"DataType": "String", "StringValue": lane["Attributes"]["QueueArn"]}}
    url = stage.outputs["UndeliveredQueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody=account_due(account_id, uuid.uuid4().hex), MessageAttributes=target)
    sqs.send_message(QueueUrl=url, MessageBody="{}")
    assert run(stage, "redrive", "undelivered") == {"lane": "undelivered", "moved": 1, "left": 1}
    assert wait_for(lambda: records(stage, account_id), bool) == ["nothing to do"]
    sqs.purge_queue(QueueUrl=url)
