"""A rule on the default bus, and the queue behind it."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass
class Recorder:
    """Everything AWS's services put on the default bus, as a rule sees it."""

    sqs: Any
    queue_url: str

    def events(self) -> list[dict[str, Any]]:
        """The events since the last look."""
        found: list[dict[str, Any]] = []
        while messages := self.sqs.receive_message(QueueUrl=self.queue_url, MaxNumberOfMessages=10).get("Messages"):
            found += [json.loads(message["Body"]) for message in messages]
            entries = [{"Id": str(n), "ReceiptHandle": m["ReceiptHandle"]} for n, m in enumerate(messages)]
            self.sqs.delete_message_batch(QueueUrl=self.queue_url, Entries=entries)
        return found

    def one(self, event_name: str) -> dict[str, Any]:
        """The only CloudTrail event of this name since the last look."""
        (event,) = [event for event in self.events() if event["detail"].get("eventName") == event_name]
        return event
