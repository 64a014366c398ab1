"""What the stories play on: the embedded AWS, what stands in it, and where Gatehouse was deployed."""

import json
from dataclasses import dataclass
from typing import Any

from sandbox.demo.reading import Reader
from sandbox.demo.timeline import Timeline
from sandbox.seed import BREAK_GLASS_USER, Seeded
from sandbox.supervisor import Sandbox


@dataclass(frozen=True)
class Stage:
    """Everything here is plain boto3: nothing asks the product what it did."""

    sandbox: Sandbox
    seeded: Seeded
    outputs: dict[str, str]
    reader: Reader
    timeline: Timeline

    def webhook_url(self) -> str:
        """Where HR posts to."""
        return self.sandbox.reachable(self.outputs["WebhookUrl"])

    def webhook_secret(self) -> str:
        """What HR signs with, as an administrator copies it from Secrets Manager."""
        secrets = self.sandbox.client("secretsmanager")
        answer = secrets.get_secret_value(SecretId=self.outputs["WebhookSecretArn"])
        return str(json.loads(answer["SecretString"])["current"])

    def documents(self, partition: str) -> list[dict[str, Any]]:
        """The records of one partition of the state table, oldest first."""
        answer = self.sandbox.client("dynamodb").query(
            TableName=self.outputs["TableName"],
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": partition}},
        )
        return [json.loads(item["document"]["S"]) for item in answer["Items"]]

    def incidents(self) -> list[str]:
        """What was used, of every incident of use in the state table."""
        items = self.sandbox.client("dynamodb").scan(TableName=self.outputs["TableName"])["Items"]
        found = [json.loads(item["document"]["S"]) for item in items if item["pk"]["S"].startswith("incident#")]
        return [incident["subject"] for incident in found if incident["kind"] == "use"]

    def subscribe(self, name: str = "people-on-call", topic_arn: str = "") -> str:
        """A queue that gets what people get; its URL. On the alert topic, unless told otherwise."""
        sqs = self.sandbox.client("sqs")
        url = sqs.create_queue(QueueName=name)["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        allow = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "sns.amazonaws.com"},
                    "Action": "sqs:SendMessage",
                    "Resource": arn,
                }
            ],
        }
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(allow)})
        self.sandbox.client("sns").subscribe(
            TopicArn=topic_arn or self.outputs["TopicArn"], Protocol="sqs", Endpoint=arn
        )
        return str(url)

    def receive(self, url: str) -> dict[str, Any]:
        """The next message in that queue, or {}."""
        messages = self.sandbox.client("sqs").receive_message(QueueUrl=url).get("Messages", [])
        return dict(json.loads(messages[0]["Body"])) if messages else {}

    def on_call(self) -> Any:
        """An STS client with the keys of the person on call."""
        key = self.sandbox.client("iam").create_access_key(UserName=BREAK_GLASS_USER)["AccessKey"]
        return self.sandbox.client("sts", access_key=key["AccessKeyId"], secret_key=key["SecretAccessKey"])
