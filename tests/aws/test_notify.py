"""The bus and the topic."""

import json
from typing import Any

import pytest
from botocore.stub import Stubber

from lambdas.aws.notify import CUT, LONGEST_MESSAGE, AwsNotifier
from lambdas.core.errors import AlertError, GatehouseError, RetryError
from tests.aws.conftest import Stub

BUS = "gatehouse"
TOPIC = "arn:aws:sns:eu-north-1:310000000001:alerts"


@pytest.fixture
def events(stub: Stub) -> Stubber:
    return stub("events")


@pytest.fixture
def sns(stub: Stub) -> Stubber:
    return stub("sns")


@pytest.fixture
def notifier(events: Stubber, sns: Stubber) -> AwsNotifier:
    return AwsNotifier(events.client, BUS, sns.client, TOPIC)


def add_event(events: Stubber, *, refused: dict[str, str] | None = None) -> None:
    answer: dict[str, Any] = {"FailedEntryCount": 1 if refused else 0, "Entries": [refused or {"EventId": "e"}]}
    detail = {"account_id": "310000000002"}
    entry = {
        "EventBusName": BUS,
        "Source": "gatehouse",
        "DetailType": "AccessGranted",
        "Detail": json.dumps(detail),
    }
    events.add_response("put_events", answer, {"Entries": [entry]})


def add_alert(sns: Stubber, subject: str, message: str) -> None:
    sns.add_response("publish", {}, {"TopicArn": TOPIC, "Subject": subject, "Message": message})


def test_publish(notifier: AwsNotifier, events: Stubber) -> None:
    """An event of ours is put on our bus under our source."""
    add_event(events)
    notifier.publish("AccessGranted", {"account_id": "310000000002"})


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ThrottlingException", RetryError),
        ("InternalFailure", RetryError),
        ("AccessDeniedException", AlertError),
        ("MalformedDetail", AlertError),
    ],
)
def test_entry_refused(notifier: AwsNotifier, events: Stubber, code: str, expected: type[GatehouseError]) -> None:
    """An answer of 200 that took nothing is an error, by the code of the entry, with AWS's words."""
    add_event(events, refused={"ErrorCode": code, "ErrorMessage": "words of AWS"})
    with pytest.raises(expected, match=f"AccessGranted: {code}: words of AWS"):
        notifier.publish("AccessGranted", {"account_id": "310000000002"})


def test_publish_fails(notifier: AwsNotifier, events: Stubber) -> None:
    """A call that fails is an error too."""
    events.add_client_error("put_events", "InternalException")
    with pytest.raises(RetryError):
        notifier.publish("AccessGranted", {})


@pytest.mark.parametrize(
    ("subject", "sent"),
    [
        ("Break glass was used", "Break glass was used"),
        ("Zoë\nleft", "Zo??left"),
        ("  leading space", "leading space"),
        ("x" * 120, "x" * 99),
        ("", "Gatehouse"),
    ],
)
def test_subject(notifier: AwsNotifier, sns: Stubber, subject: str, sent: str) -> None:
    """A subject SNS would refuse is made one it takes: an alert is not lost to its letters."""
    add_alert(sns, sent, "what happened")
    notifier.alert(subject, "what happened")


def test_longest_message(notifier: AwsNotifier, sns: Stubber) -> None:
    """A message of just the bytes SNS takes is sent whole."""
    message = "ë" * (LONGEST_MESSAGE // 2)
    add_alert(sns, "s", message)
    notifier.alert("s", message)


def test_message_too_long(notifier: AwsNotifier, sns: Stubber) -> None:
    """A longer message is cut between letters, says so, and fits."""
    kept = "ë" * ((LONGEST_MESSAGE - len(CUT)) // 2)
    add_alert(sns, "s", kept + CUT)
    assert len((kept + CUT).encode()) <= LONGEST_MESSAGE
    notifier.alert("s", "ë" * LONGEST_MESSAGE)


@pytest.mark.parametrize(
    ("code", "expected"), [("KMSThrottling", RetryError), ("KMSAccessDenied", AlertError), ("NotFound", AlertError)]
)
def test_alert_fails(notifier: AwsNotifier, sns: Stubber, code: str, expected: type[GatehouseError]) -> None:
    """An alert that did not go out is an error, never silence."""
    sns.add_client_error("publish", code)
    with pytest.raises(expected, match="sns:Publish"):
        notifier.alert("s", "m")
