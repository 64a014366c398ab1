"""The path of the alarm: at its beginning the default bus and the rules, at its end the topic, and who listens."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lambdas.aws.faults import translated
from lambdas.aws.notify import EventPublisher
from lambdas.aws.pages import list_all
from lambdas.core.drills import DETAIL_TYPE, SOURCE, Drill
from lambdas.core.names import STACK
from lambdas.core.rules import StandingRule

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient

DEFAULT_BUS = "default"
# Seconds that one look at the queue waits: the longest that SQS takes is 20.
PATIENCE = 5
# SNS's word in the place of the ARN of a subscription that nobody has confirmed (SNS API, ListSubscriptionsByTopic).
UNCONFIRMED = ("PendingConfirmation", "Deleted")


class AwsAlarmPath:
    """`events` makes a client of EventBridge for a Region; `inbox_url` is the queue that hears what people hear."""

    def __init__(
        self, events: Callable[[str], Any], sns: "SNSClient", sqs: "SQSClient", *, topic_arn: str, inbox_url: str
    ) -> None:
        self._events, self._sns, self._sqs = events, sns, sqs
        self._topic_arn, self._inbox_url = topic_arn, inbox_url

    def send(self, drill: Drill) -> None:
        """PutEvents, on the default bus of the home Region."""
        EventPublisher(self._events(""), DEFAULT_BUS, SOURCE).put(DETAIL_TYPE, drill.to_detail())

    def has_arrived(self, drill: Drill) -> bool:
        """ReceiveMessage. What was read is deleted: it is a copy, and nobody else reads here."""
        with translated("sqs", "ReceiveMessage"):
            answer = self._sqs.receive_message(
                QueueUrl=self._inbox_url, MaxNumberOfMessages=10, WaitTimeSeconds=PATIENCE
            )
        messages = answer.get("Messages", [])
        for message in messages:
            with translated("sqs", "DeleteMessage"):
                self._sqs.delete_message(QueueUrl=self._inbox_url, ReceiptHandle=message["ReceiptHandle"])
        return any(drill.id in _text(message["Body"]) for message in messages)

    def count_listeners(self) -> int:
        """ListSubscriptionsByTopic, without the queue of the drill's own and whoever has not confirmed."""
        found = list_all("sns", self._sns.list_subscriptions_by_topic, "Subscriptions", TopicArn=self._topic_arn)
        own = self._inbox_url.rpartition("/")[2]
        return sum(
            one["SubscriptionArn"] not in UNCONFIRMED and one["Endpoint"].rpartition(":")[2] != own for one in found
        )

    def list_rules(self, region: str) -> tuple[StandingRule, ...]:
        """ListRules by the prefix of the stacks' names, and ListTargetsByRule for each."""
        client = self._events(region)
        rules = list_all("events", client.list_rules, "Rules", NamePrefix=STACK, EventBusName=DEFAULT_BUS)
        return tuple(self._read_rule(client, rule) for rule in rules)

    @staticmethod
    def _read_rule(client: Any, rule: dict[str, Any]) -> StandingRule:
        # Without a bus it is the default one, and the rule's ARN has none either: so the role may ask.
        targets = list_all("events", client.list_targets_by_rule, "Targets", Rule=rule["Name"])
        return StandingRule(
            name=rule["Name"],
            description=rule.get("Description", ""),
            state=rule["State"],
            pattern=json.loads(rule.get("EventPattern", "{}")),
            targets=len(list(targets)),
        )


def _text(body: str) -> str:
    """The message in SNS's envelope; what is no envelope is not ours."""
    try:
        found = json.loads(body)
    except ValueError:
        return ""
    return str(found.get("Message", "")) if isinstance(found, dict) else ""
