"""The lanes' queues (SQS FIFO), for what a function passes on at once."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lambdas.aws.faults import translated
from lambdas.core.errors import RejectError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class AwsLanes:
    """`queues` gives the URL of each lane's queue; its message group is the lane's name."""

    def __init__(self, client: "SQSClient", queues: Mapping[str, str]) -> None:
        self._client, self._queues = client, queues

    def send(self, lane: str, event: Mapping[str, Any]) -> None:
        """SendMessage; the same event twice within five minutes is one message (content-based deduplication).

        Raises RejectError for a lane without a queue.
        """
        url = self._queues.get(lane)
        if not url:
            raise RejectError(f"no lane {lane!r} to send to")
        with translated("sqs", "SendMessage"):
            self._client.send_message(QueueUrl=url, MessageBody=json.dumps(event, sort_keys=True), MessageGroupId=lane)
