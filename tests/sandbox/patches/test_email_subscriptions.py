"""E-mail subscriptions wait for a person."""

import pytest

from sandbox.supervisor import SandboxError
from tests.sandbox.making import unique

ADDRESS = "oncall@example.com"


@pytest.fixture
def topic(sandbox):
    arn = sandbox.client("sns").create_topic(Name=unique("topic"))["TopicArn"]
    yield arn
    sandbox.client("sns").delete_topic(TopicArn=arn)


def listed(sandbox, topic):
    (found,) = sandbox.client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    return found["SubscriptionArn"]


def test_a_mail_waits_until_its_link_is_followed(sandbox, topic):
    """The lists hide the ARN until then, as AWS does."""
    sns = sandbox.client("sns")
    answer = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=ADDRESS)
    assert answer["SubscriptionArn"] == "pending confirmation"
    assert listed(sandbox, topic) == "PendingConfirmation"
    everywhere = sns.list_subscriptions()["Subscriptions"]
    assert "PendingConfirmation" in [s["SubscriptionArn"] for s in everywhere if s["TopicArn"] == topic]
    confirmed = sandbox.local("/_local/confirm-email", {"topic": topic, "endpoint": ADDRESS})
    assert listed(sandbox, topic) == confirmed["subscription"]


def test_subscribing_again_takes_no_confirmation_away(sandbox, topic):
    """The same address is the same subscription."""
    sns = sandbox.client("sns")
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=ADDRESS)
    sandbox.local("/_local/confirm-email", {"topic": topic, "endpoint": ADDRESS})
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=ADDRESS)
    assert listed(sandbox, topic).startswith(topic)


def test_a_queue_needs_no_confirmation(sandbox, topic):
    """Only what a person reads waits for a person."""
    queue = "arn:aws:sqs:us-east-1:100000000001:somewhere"
    sandbox.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)
    assert listed(sandbox, topic).startswith(topic)


def test_a_link_of_no_mail_is_refused(sandbox, topic):
    """Nobody subscribed with this address."""
    with pytest.raises(SandboxError, match=r"no subscription of nobody@example\.com"):
        sandbox.local("/_local/confirm-email", {"topic": topic, "endpoint": "nobody@example.com"})
