"""SQS: how many messages wait in the dead-letter queues."""

from collections.abc import Iterator

from cli.doctor.checks.queues import DeadLetters
from cli.doctor.readers.stacks import Resource, list_resources
from cli.doctor.site import Site
from lambdas.aws.clients import make_client
from lambdas.aws.faults import translated

# What the stacks call them: each lane's, and that of the rules.
NAMES = ("DeadLetters", "Undelivered")
COUNT = "ApproximateNumberOfMessages"


def read_queues(site: Site) -> Iterator[DeadLetters]:
    """Those of the home stack and of every forwarder."""
    queues = (found for found in list_resources(site) if found.type == "AWS::SQS::Queue")
    return (_read(found) for found in queues if any(name in found.name for name in NAMES))


def _read(queue: Resource) -> DeadLetters:
    with translated("sqs", "GetQueueAttributes"):
        client = make_client("sqs", region=queue.region)
        told = client.get_queue_attributes(QueueUrl=queue.id, AttributeNames=[COUNT])["Attributes"]
    return DeadLetters(queue.region, queue.name, queue.id, int(told[COUNT]))
