"""The path of the alarm, as EventBridge, SNS and SQS answer for it."""

import json
from typing import Any

import pytest
from botocore.stub import Stubber

from lambdas.aws.alarm_path import AwsAlarmPath
from lambdas.core.drills import Drill
from lambdas.core.errors import AlertError
from tests.aws.conftest import Stub
from tests.aws.offline import add_pages

TOPIC = "arn:aws:sns:eu-north-1:310000000001:Gatehouse-Alerts"
INBOX = "https://sqs.eu-north-1.amazonaws.com/310000000001/Gatehouse-Inbox"
DRILL = Drill("drill-7")


@pytest.fixture
def events(stub: Stub) -> Stubber:
    return stub("events")


@pytest.fixture
def sns(stub: Stub) -> Stubber:
    return stub("sns")


@pytest.fixture
def sqs(stub: Stub) -> Stubber:
    return stub("sqs")


@pytest.fixture
def path(events: Stubber, sns: Stubber, sqs: Stubber) -> AwsAlarmPath:
    return AwsAlarmPath(lambda _: events.client, sns.client, sqs.client, topic_arn=TOPIC, inbox_url=INBOX)


def test_send(path: AwsAlarmPath, events: Stubber) -> None:
    """A drill is an event of a source of its own on the default bus."""
    entry = {
        "EventBusName": "default",
        "Source": "gatehouse.drill",
        "DetailType": "BreakGlassDrill",
        "Detail": json.dumps({"drill_id": "drill-7"}),
    }
    events.add_response("put_events", {"FailedEntryCount": 0, "Entries": [{}]}, {"Entries": [entry]})
    path.send(DRILL)


def add_messages(sqs: Stubber, *bodies: str) -> None:
    asked = {"QueueUrl": INBOX, "MaxNumberOfMessages": 10, "WaitTimeSeconds": 5}
    messages = [{"Body": body, "ReceiptHandle": f"handle-{number}"} for number, body in enumerate(bodies)]
    sqs.add_response("receive_message", {"Messages": messages} if messages else {}, asked)
    for message in messages:
        sqs.add_response("delete_message", {}, {"QueueUrl": INBOX, "ReceiptHandle": message["ReceiptHandle"]})


@pytest.mark.parametrize(
    ("bodies", "arrived"),
    [
        ([], False),
        ([json.dumps({"Message": "Break glass used"})], False),
        (["drill-7", "[]"], False),
        ([json.dumps({"Message": "another"}), json.dumps({"Message": "Drill: drill-7"})], True),
    ],
)
def test_arrived(path: AwsAlarmPath, sqs: Stubber, bodies: list[str], arrived: bool) -> None:
    """A drill has arrived with a message of the topic that names it, and whatever was read is taken out."""
    add_messages(sqs, *bodies)
    assert path.has_arrived(DRILL) is arrived


def subscription(endpoint: str, arn: str = f"{TOPIC}:1") -> dict[str, Any]:
    return {"SubscriptionArn": arn, "Endpoint": endpoint}


def test_listeners(path: AwsAlarmPath, sns: Stubber) -> None:
    """Whoever has confirmed counts, from every page; the drill's own queue does not."""
    own = subscription("arn:aws:sqs:eu-north-1:310000000001:Gatehouse-Inbox")
    waits = subscription("late@example.com", "PendingConfirmation")
    pages = [[own, waits], [subscription("oncall@example.com")]]
    add_pages(sns, "list_subscriptions_by_topic", "Subscriptions", pages, TopicArn=TOPIC)
    assert path.count_listeners() == 1


def test_rules(path: AwsAlarmPath, events: Stubber) -> None:
    """Each rule comes with its state, its pattern and the number of its targets."""
    rule = {"Name": "Gatehouse-Trails", "Description": "A trail", "State": "DISABLED", "EventPattern": '{"source": []}'}
    add_pages(events, "list_rules", "Rules", [[rule]], NamePrefix="Gatehouse", EventBusName="default")
    target = {"Id": "1", "Arn": "arn:aws:sqs:eu-north-1:310000000001:queue"}
    add_pages(events, "list_targets_by_rule", "Targets", [[target]], Rule="Gatehouse-Trails")
    (found,) = path.list_rules("eu-north-1")
    assert (found.description, found.state, found.pattern, found.targets) == ("A trail", "DISABLED", {"source": []}, 1)


def test_denied(path: AwsAlarmPath, events: Stubber) -> None:
    """Rules that may not be read are an error, not no rules."""
    events.add_client_error("list_rules", "AccessDeniedException")
    with pytest.raises(AlertError, match="events:"):
        path.list_rules("eu-north-1")
