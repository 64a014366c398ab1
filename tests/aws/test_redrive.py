"""Dead letters on their way again."""

import pytest
from botocore.stub import Stubber

from lambdas.aws.dead_letters import Destination, Redriven, redrive
from lambdas.core.errors import AlertError
from tests.aws.conftest import Stub
from tests.aws.offline import NOBODY_LISTENS

DEAD, LANE = f"{NOBODY_LISTENS}/310000000001/accounts-dead.fifo", f"{NOBODY_LISTENS}/310000000001/accounts.fifo"
RECEIVE = {
    "QueueUrl": DEAD,
    "MaxNumberOfMessages": 10,
    "WaitTimeSeconds": 1,
    "MessageAttributeNames": ["All"],
    "MessageSystemAttributeNames": ["AWSTraceHeader"],
}


@pytest.fixture
def stubber(stub: Stub) -> Stubber:
    return stub("sqs")


def waiting(stubber: Stubber, count: int) -> None:
    asked = {"QueueUrl": DEAD, "AttributeNames": ["ApproximateNumberOfMessages"]}
    stubber.add_response("get_queue_attributes", {"Attributes": {"ApproximateNumberOfMessages": str(count)}}, asked)


def batch(stubber: Stubber, *names: str) -> None:
    messages = [{"MessageId": name, "ReceiptHandle": f"r-{name}", "Body": f"body {name}"} for name in names]
    stubber.add_response("receive_message", {"Messages": messages} if messages else {}, RECEIVE)


def moved(stubber: Stubber, name: str, **ordered: object) -> None:
    stubber.add_response("send_message", {}, {"QueueUrl": LANE, "MessageBody": f"body {name}", **ordered})
    stubber.add_response("delete_message", {}, {"QueueUrl": DEAD, "ReceiptHandle": f"r-{name}"})


def test_into_the_group_of_the_lane(stubber: Stubber) -> None:
    """Each message is sent, then deleted, batch after batch; in the lane's own group, under an id of its own."""
    waiting(stubber, 3)
    for names in (("a", "b"), ("c",)):
        batch(stubber, *names)
        for name in names:
            moved(stubber, name, MessageGroupId="accounts", MessageDeduplicationId=name)
    assert redrive(stubber.client, DEAD, lambda _: Destination(LANE, "accounts")) == Redriven(3, 0)


def test_what_comes_back_is_left(stubber: Stubber) -> None:
    """No more than stood there at the beginning is moved: a message that fails at once does not go round for ever."""
    waiting(stubber, 1)
    batch(stubber, "a")
    moved(stubber, "a")
    assert redrive(stubber.client, DEAD, lambda _: Destination(LANE)) == Redriven(1, 0)


def test_what_belongs_nowhere_is_left(stubber: Stubber) -> None:
    """A message that no lane is named for stays where it is."""
    waiting(stubber, 1)
    batch(stubber, "a")
    assert redrive(stubber.client, DEAD, lambda _: None) == Redriven(0, 1)


def test_a_count_may_be_wrong(stubber: Stubber) -> None:
    """SQS counts approximately: it ends when there is nothing to receive."""
    waiting(stubber, 5)
    batch(stubber)
    assert redrive(stubber.client, DEAD, lambda _: Destination(LANE)) == Redriven(0, 0)


def test_nothing_is_lost(stubber: Stubber) -> None:
    """A message that cannot be sent is not deleted."""
    waiting(stubber, 1)
    batch(stubber, "a")
    stubber.add_client_error("send_message", "AccessDenied")
    with pytest.raises(AlertError, match="sqs:SendMessage"):
        redrive(stubber.client, DEAD, lambda _: Destination(LANE))


def test_the_trace_goes_on(stubber: Stubber) -> None:
    """A message keeps the trace it belongs to."""
    waiting(stubber, 1)
    trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"
    message = {"MessageId": "a", "ReceiptHandle": "r-a", "Body": "body a", "Attributes": {"AWSTraceHeader": trace}}
    stubber.add_response("receive_message", {"Messages": [message]}, RECEIVE)
    kept = {"AWSTraceHeader": {"DataType": "String", "StringValue": trace}}
    moved(stubber, "a", MessageSystemAttributes=kept)
    assert redrive(stubber.client, DEAD, lambda _: Destination(LANE)) == Redriven(1, 0)
