"""The way out: Gatehouse's bus for machines, its topic for people."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lambdas.aws.faults import meaning_of, translated

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_sns import SNSClient

# SNS refuses a longer subject, and one with anything but printable ASCII or with a space in front; and it refuses a
# message of more bytes (SNS API, Publish).
LONGEST_SUBJECT = 99
LONGEST_MESSAGE = 262_144
CUT = "\n[cut: the state table has all of it]"


class AwsNotifier:
    """Publishes under one event source."""

    def __init__(self, events: "EventBridgeClient", bus_name: str, sns: "SNSClient", topic_arn: str) -> None:
        self._bus = EventPublisher(events, bus_name, "gatehouse")
        self._sns, self._topic_arn = sns, topic_arn

    def publish(self, detail_type: str, detail: Mapping[str, Any]) -> None:
        """One event on the bus."""
        self._bus.put(detail_type, detail)

    def alert(self, subject: str, message: str) -> None:
        """One message on the topic, in the form SNS takes: an alert is never lost to its own length or letters."""
        with translated("sns", "Publish"):
            self._sns.publish(TopicArn=self._topic_arn, Subject=_plain(subject), Message=_short(message))


class EventPublisher:
    """Puts events of one source on one bus."""

    def __init__(self, client: "EventBridgeClient", bus_name: str, source: str) -> None:
        self._client, self._bus_name, self._source = client, bus_name, source

    def put(self, detail_type: str, detail: Mapping[str, Any]) -> None:
        """PutEvents answers 200 even when it took nothing: the count of failures decides."""
        entry: Any = {
            "EventBusName": self._bus_name,
            "Source": self._source,
            "DetailType": detail_type,
            "Detail": json.dumps(detail, default=str),
        }
        with translated("events", "PutEvents"):
            answer = self._client.put_events(Entries=[entry])
        if answer["FailedEntryCount"]:
            refused = answer["Entries"][0]
            code, words = refused.get("ErrorCode", ""), refused.get("ErrorMessage", "")
            raise meaning_of(code).error(f"events:PutEvents did not take {detail_type}: {code}: {words}")


def _plain(subject: str) -> str:
    ascii_only = "".join(letter if " " <= letter <= "~" else "?" for letter in subject)
    return ascii_only.strip()[:LONGEST_SUBJECT] or "Gatehouse"


def _short(message: str) -> str:
    encoded = message.encode()
    if len(encoded) <= LONGEST_MESSAGE:
        return message
    return encoded[: LONGEST_MESSAGE - len(CUT)].decode(errors="ignore") + CUT
