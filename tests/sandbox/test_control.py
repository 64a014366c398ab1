"""The control routes of the process itself."""

import json
import urllib.error
import urllib.request

import pytest

from sandbox.supervisor import SandboxError
from tests.sandbox.making import make_queue, make_rule, unique


def test_an_aws_event_is_delivered_as_aws_delivers_it(sandbox):
    """The default bus gets the event with its source, detail-type, resources and detail, in EventBridge's envelope."""
    source, queue = f"aws.{unique('service')}", make_queue(sandbox)
    make_rule(sandbox, {"source": [source]}, queue.arn)
    event = {"source": source, "detail-type": "Something", "resources": ["arn:aws:x"], "detail": {"a": [1, None]}}
    sandbox.local("/_local/aws-event", event)
    (body,) = queue.bodies()
    delivered = json.loads(body)
    assert {name: delivered[name] for name in event} == event
    assert (delivered["version"], delivered["account"], delivered["region"]) == ("0", "100000000001", "us-east-1")


def test_nobody_else_may_put_one(sandbox):
    """PutEvents refuses a source of AWS's, as AWS does."""
    entry = {"Source": "aws.sts", "DetailType": "Forged", "Detail": "{}"}
    (answer,) = sandbox.client("events").put_events(Entries=[entry])["Entries"]
    assert answer["ErrorCode"] == "NotAuthorizedForSourceException"


def test_an_event_that_is_none_is_refused(sandbox):
    """A body without what every event has is answered with what is missing."""
    with pytest.raises(SandboxError, match="'detail-type' is missing"):
        sandbox.local("/_local/aws-event", {"source": "aws.sts", "detail": {}})


def test_an_unknown_route_names_the_known(sandbox):
    """A mistyped route is 404, and the answer lists the routes there are."""
    with pytest.raises(SandboxError, match="/_local/aws-event"):
        sandbox.local("/_local/aws-events", {})


@pytest.mark.parametrize("body", [b"{", b"[]"])
def test_a_body_that_is_no_object_is_refused(sandbox, body):
    """What is not a JSON object is 400, with a reason."""
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{sandbox.endpoint}/_local/aws-event", data=body)  # noqa: S310 - loopback
    with caught.value as answer:
        assert answer.code == 400
        assert "JSON" in json.loads(answer.read())["error"]
