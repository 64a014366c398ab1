"""Where events wait until a function takes them: a queue, and the dead letters behind it."""

from aws_cdk import Duration
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from stacks.tags import tag

# A message that three attempts could not handle ends in front of a person.
MAX_RECEIVES = 3
# The longest AWS keeps a message: time for a person to come back from holiday.
DEAD_LETTER_RETENTION = Duration.days(14)


class Intake(Construct):
    """A queue and its dead-letter queue, encrypted, TLS only.

    A lane has a `message_group`: it is FIFO, and all that comes in shares the group, so its messages are handled one
    batch at a time and in order. `handling` is the timeout of the function that empties the queue.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        handling: Duration,
        message_group: str | None = None,
        key: kms.IKey | None = None,
    ) -> None:
        super().__init__(scope, name)
        tag(self, name)
        self.message_group = message_group
        ordered = message_group is not None
        self.dead_letters = make_queue(
            self, "DeadLetters", ordered=ordered, retention_period=DEAD_LETTER_RETENTION, key=key
        )
        self.queue = make_queue(
            self,
            "Queue",
            ordered=ordered,
            key=key,
            # Six timeouts, as AWS asks for: the Lambda guide, "Configuring a queue to use with Lambda".
            visibility_timeout=Duration.seconds(6 * int(handling.to_seconds())),
            dead_letter_queue=sqs.DeadLetterQueue(max_receive_count=MAX_RECEIVES, queue=self.dead_letters),
        )


def make_queue(
    scope: Construct,
    name: str,
    *,
    ordered: bool,
    key: kms.IKey | None = None,
    retention_period: Duration | None = None,
    visibility_timeout: Duration | None = None,
    dead_letter_queue: sqs.DeadLetterQueue | None = None,
) -> sqs.Queue:
    """An encrypted queue: with the customer's key or else with SQS's own.

    SQS's own needs no key policy for EventBridge to send.
    """
    return sqs.Queue(
        scope,
        name,
        # CloudFormation refuses `false` for these two on a standard queue: they are set or absent.
        fifo=ordered or None,
        content_based_deduplication=ordered or None,
        encryption=sqs.QueueEncryption.SQS_MANAGED if key is None else sqs.QueueEncryption.KMS,
        encryption_master_key=key,
        enforce_ssl=True,
        retention_period=retention_period,
        visibility_timeout=visibility_timeout,
        dead_letter_queue=dead_letter_queue,
    )
