"""What API Gateway hands over."""

import base64
from datetime import UTC, datetime

import pytest

from lambdas.core.errors import RejectError
from lambdas.core.webhooks import Request, parse_request

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def test_the_bytes_are_those_that_were_sent():
    """A body that API Gateway has encoded is decoded: a signature covers what was sent."""
    sent = b"\xff\x00{"
    event = {"body": base64.b64encode(sent).decode(), "isBase64Encoded": True}
    assert parse_request(event, NOW).body == sent
    assert parse_request({"body": "é"}, NOW).body == "é".encode()


@pytest.mark.parametrize("event", [{"body": "abc", "isBase64Encoded": True}, {"body": "\ud800"}])
def test_a_body_that_is_none(event):
    """Neither text nor base64 is refused."""
    with pytest.raises(RejectError, match="neither text nor base64"):
        parse_request(event, NOW)


def test_an_event_with_nothing_in_it():
    """What is missing is empty."""
    assert parse_request({}, NOW) == Request({}, b"", NOW)


def test_headers():
    """The case of a name does not matter, nor what stands after the content type."""
    request = Request({"Content-TYPE": "Application/JSON; charset=utf-8"}, b"", NOW)
    assert request.content_type() == "application/json"
    assert request.header("x-other") == ""
