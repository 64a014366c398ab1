"""Traces go on through the queues, without any code of ours."""

import pytest

from lambdas.aws.lanes import AwsLanes
from tests.aws.offline import NOBODY_LISTENS, make_offline_client

TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"


class SentError(Exception):
    """The request was about to leave."""


def test_a_message_carries_its_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a function sends on to a lane carries the trace of the invocation.

    botocore puts Lambda's trace into the header of each request, and SQS hands it on with the message (Amazon SQS
    Developer Guide, "Using AWS X-Ray").
    """
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "Gatehouse-Sweep")
    monkeypatch.setenv("_X_AMZN_TRACE_ID", TRACE)
    client, headers = make_offline_client("sqs"), {}

    def stop(request, **_):
        headers.update(request.headers)
        raise SentError

    client.meta.events.register("before-send.sqs", stop)
    with pytest.raises(SentError):
        AwsLanes(client, {"sweep": f"{NOBODY_LISTENS}/1/sweep.fifo"}).send("sweep", {})
    assert headers["X-Amzn-Trace-Id"].decode().startswith("Root=1-5759e988-bd862e3fe1be46a994272793")
