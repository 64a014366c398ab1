"""The way into a lane for whoever is not on a bus: one message, behind those that are there."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lambdas.aws.faults import translated

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class AwsLane:
    """One lane's FIFO queue; the message group is the lane's name."""

    def __init__(self, client: "SQSClient", queue_url: str, lane: str) -> None:
        self._client, self._queue_url, self._lane = client, queue_url, lane

    def send(self, event: Mapping[str, Any]) -> None:
        """SendMessage; the queue tells messages apart by their content."""
        with translated("sqs", "SendMessage"):
            self._client.send_message(
                QueueUrl=self._queue_url, MessageBody=json.dumps(event), MessageGroupId=self._lane
            )
