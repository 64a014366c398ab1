"""Messages nobody can read."""

import pytest
from botocore.stub import Stubber

from lambdas.aws.dead_letters import AwsDeadLetters
from lambdas.core.errors import AlertError
from tests.aws.conftest import Stub
from tests.aws.offline import NOBODY_LISTENS

URL = f"{NOBODY_LISTENS}/310000000001/accounts-dead.fifo"


@pytest.fixture
def stubber(stub: Stub) -> Stubber:
    return stub("sqs")


@pytest.mark.parametrize(
    ("body", "problem", "sent"),
    [
        ("{half", "not JSON", ("{half", "not JSON")),
        ("", "", (" ", "unknown")),
        ("{}", "x" * 1500, ("{}", "x" * 1000)),
    ],
)
def test_park(stubber: Stubber, body: str, problem: str, sent: tuple[str, str]) -> None:
    """The message is kept as it came, with its problem beside it; neither is empty, which SQS would refuse."""
    attributes = {"problem": {"DataType": "String", "StringValue": sent[1]}}
    expected = {
        "QueueUrl": URL,
        "MessageBody": sent[0],
        "MessageGroupId": "unreadable",
        "MessageAttributes": attributes,
    }
    stubber.add_response("send_message", {}, expected)
    AwsDeadLetters(stubber.client, URL).park(body, problem)


def test_not_parked(stubber: Stubber) -> None:
    """A message that could not be put aside is an error: it stays in its lane."""
    stubber.add_client_error("send_message", "AccessDenied")
    with pytest.raises(AlertError, match="sqs:SendMessage"):
        AwsDeadLetters(stubber.client, URL).park("{", "not JSON")
