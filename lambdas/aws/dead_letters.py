"""Dead-letter queues: a message that nobody can read goes there, and a person sends what is there on its way again."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lambdas.aws.faults import translated

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

# What one ReceiveMessage gives at most.
TOGETHER = 10
# The trace an event belongs to goes on where it left off (Amazon SQS Developer Guide, "Message system attributes").
TRACE: Final = "AWSTraceHeader"


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


class Destination(NamedTuple):
    """A queue, and the message group of one that is FIFO."""

    url: str
    group: str = ""


class Redriven(NamedTuple):
    """How many messages are on their way again, and how many were left because nobody knows where they belong."""

    moved: int
    left: int


def redrive(client: "SQSClient", url: str, find: Callable[["MessageTypeDef"], Destination | None]) -> Redriven:
    """Send each message of a dead-letter queue to where `find` says, and take it out once it is there.

    SQS's own StartMessageMoveTask keeps the message group, and that of a parked message is not its lane's: the lane
    would handle it beside the others. What comes back while this runs is left for the next time.
    """
    total, moved, left = _count(client, url), 0, 0
    while moved + left < total and (found := _receive(client, url)):
        for message in found:
            target = find(message)
            if target is not None:
                _send_on(client, url, message, target)
            moved, left = (moved, left + 1) if target is None else (moved + 1, left)
    return Redriven(moved, left)


def _count(client: "SQSClient", url: str) -> int:
    with translated("sqs", "GetQueueAttributes"):
        answer = client.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
    return int(answer["Attributes"]["ApproximateNumberOfMessages"])


def _receive(client: "SQSClient", url: str) -> list["MessageTypeDef"]:
    """What is left stays out of sight for the queue's visibility timeout, so it is not received twice."""
    with translated("sqs", "ReceiveMessage"):
        answer = client.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=TOGETHER,
            WaitTimeSeconds=1,
            MessageAttributeNames=["All"],
            MessageSystemAttributeNames=[TRACE],
        )
    return answer.get("Messages", [])


def _send_on(client: "SQSClient", url: str, message: "MessageTypeDef", target: Destination) -> None:
    """First there, then gone here: a crash between the two sends it twice, which the lanes take for once."""
    # An id of its own: by its content it may be equal to a message of the last five minutes, and would be dropped.
    told: dict[str, Any] = {}
    if target.group:
        told |= {"MessageGroupId": target.group, "MessageDeduplicationId": message["MessageId"]}
    if trace := message.get("Attributes", {}).get(TRACE):
        told["MessageSystemAttributes"] = {TRACE: {"DataType": "String", "StringValue": trace}}
    with translated("sqs", "SendMessage"):
        client.send_message(QueueUrl=target.url, MessageBody=message["Body"], **told)
    with translated("sqs", "DeleteMessage"):
        client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
