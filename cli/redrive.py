"""`gatehouse redrive`: what could not be handled or delivered is sent on its way again, once its cause is mended."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from cli.deployment import find_deployment
from cli.messages import answer, say
from cli.options import AsJson
from lambdas.aws.clients import make_client
from lambdas.aws.dead_letters import Destination, redrive
from lambdas.aws.faults import translated
from lambdas.core.errors import RejectError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

# Lane -> the output with its queue, and its message group. Break-glass events are in no order, so in no group.
LANES = {
    "accounts": ("AccountsQueueUrl", "accounts"),
    "workers": ("WorkersQueueUrl", "workers"),
    "sweep": ("SweepQueueUrl", "sweep"),
    "audit": ("AuditQueueUrl", "audit"),
    "break-glass": ("BreakGlassQueueUrl", ""),
}
UNDELIVERED = "undelivered"
Which = Annotated[
    str,
    typer.Argument(
        metavar="LANE",
        help=f"{', '.join(LANES)}: its dead letters; {UNDELIVERED}: what EventBridge could not put into any of them.",
    ),
]


def redrive_(which: Which, as_json: AsJson = False) -> None:
    """Send the dead letters of a lane into the lane again."""
    if which not in (*LANES, UNDELIVERED):
        raise typer.BadParameter(f"no lane '{which}'; expected one of {', '.join((*LANES, UNDELIVERED))}")
    outputs, client = find_deployment(), make_client("sqs")
    lanes = {lane: Destination(outputs[output], group) for lane, (output, group) in LANES.items()}
    if which == UNDELIVERED:
        by_arn = {_attribute(client, found.url, "QueueArn"): found for found in lanes.values()}
        done = redrive(client, outputs["UndeliveredQueueUrl"], lambda message: by_arn.get(_target_arn(message)))
    else:
        done = redrive(client, _dead_letters_url(client, lanes[which].url), lambda _message: lanes[which])
    if as_json:
        answer({"lane": which, "moved": done.moved, "left": done.left})
    say(f"{which}: {done.moved} on their way again" + (f", {done.left} left: no lane is named" if done.left else ""))


def _target_arn(message: "MessageTypeDef") -> str:
    """Where the event was to go: EventBridge writes it beside the event (User Guide, "Using dead-letter queues")."""
    attributes = message.get("MessageAttributes") or {}
    return attributes["TARGET_ARN"].get("StringValue", "") if "TARGET_ARN" in attributes else ""


def _dead_letters_url(client: "SQSClient", queue_url: str) -> str:
    redrive_policy = _attribute(client, queue_url, "RedrivePolicy")
    if not redrive_policy:
        raise RejectError(f"the queue {queue_url} has no dead-letter queue: deploy Gatehouse again")
    arn = json.loads(redrive_policy)["deadLetterTargetArn"]
    with translated("sqs", "GetQueueUrl"):
        return client.get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"]


def _attribute(client: "SQSClient", queue_url: str, name: str) -> str:
    with translated("sqs", "GetQueueAttributes"):
        found = client.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["All"])["Attributes"]
    return {str(key): value for key, value in found.items()}.get(name, "")
