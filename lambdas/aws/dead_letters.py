"""A lane's dead-letter queue, for messages that nobody can read."""

from typing import TYPE_CHECKING

from lambdas.aws.faults import translated

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class AwsDeadLetters:
    """Parks messages in one FIFO dead-letter queue. `queue_url` is that queue's."""

    def __init__(self, client: "SQSClient", queue_url: str) -> None:
        self._client, self._queue_url = client, queue_url

    def park(self, body: str, problem: str) -> None:
        """The message as it came; the problem stands beside it as a message attribute."""
        with translated("sqs", "SendMessage"):
            self._client.send_message(
                QueueUrl=self._queue_url,
                MessageBody=body or " ",
                MessageGroupId="unreadable",
                MessageAttributes={"problem": {"DataType": "String", "StringValue": problem[:1000] or "unknown"}},
            )
