"""A queue takes only what may be sent to it, and what it does not take is not lost."""

import json

import pytest

from tests.sandbox.making import Queue, make_queue, make_rule, unique


@pytest.fixture
def send(sandbox):
    """Put an event that one rule sends to this queue; what its dead-letter queue gets is the answer."""

    def put(target: Queue, **members):
        source, dead_letters = f"aws.{unique('service')}", make_queue(sandbox, fifo=target.arn.endswith(".fifo"))
        make_rule(sandbox, {"source": [source]}, target.arn, DeadLetterConfig={"Arn": dead_letters.arn}, **members)
        sandbox.local("/_local/aws-event", {"source": source, "detail-type": "Something", "detail": {"a": 1}})
        return dead_letters

    return put


def test_a_queue_that_may_be_sent_to_gets_the_event(sandbox, send):
    """A queue whose policy allows EventBridge, over TLS only, gets the event, and nothing is parked."""
    queue = make_queue(sandbox)
    dead_letters = send(queue)
    (body,) = queue.bodies()
    assert json.loads(body)["detail"] == {"a": 1}
    assert dead_letters.bodies(seconds=0) == []


@pytest.mark.parametrize("service", [None, "sns.amazonaws.com"])
def test_a_queue_that_may_not_be_sent_to_gets_nothing(sandbox, send, service):
    """Without a policy, or with another service's, the queue stays empty and the dead-letter queue has the event."""
    queue = make_queue(sandbox, service=service)
    (body,) = send(queue).bodies()
    assert json.loads(body)["detail"] == {"a": 1}
    assert queue.bodies(seconds=0) == []


def test_a_queue_that_is_gone_loses_nothing(sandbox, send):
    """An event for a deleted queue is in the dead-letter queue, in the target's message group."""
    queue = make_queue(sandbox, fifo=True)
    queue.sqs.delete_queue(QueueUrl=queue.url)
    (body,) = send(queue, SqsParameters={"MessageGroupId": "lane"}).bodies()
    assert json.loads(body)["detail"] == {"a": 1}
