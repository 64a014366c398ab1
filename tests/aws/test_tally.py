"""The count of calls, as boto3 makes them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError, EndpointConnectionError

from lambdas.aws.tally import Tally
from lambdas.core.measures import Measure, Name
from tests.aws.offline import make_offline_client


class Raw:
    """The body of an answer, as urllib3 hands it over."""

    def __init__(self, document: dict[str, str]) -> None:
        self._body = json.dumps(document).encode()

    def stream(self) -> Iterator[bytes]:
        yield self._body


def answering(code: str) -> tuple[Tally, Any]:
    """A client to whom AWS answers this error code; or nothing wrong, where it is empty."""
    tally, client = Tally(), make_offline_client("sso-admin")
    status, document = (400, {"__type": code}) if code else (200, {})
    client.meta.events.register("before-send", lambda **_: AWSResponse("", status, {}, Raw(document)))
    tally.watch(client)
    return tally, client


def test_an_answer_is_a_call() -> None:
    """Each call counts, and what was taken is not counted again."""
    tally, client = answering("")
    client.list_instances()
    client.list_instances()
    assert tally.take() == (Measure(Name.CALLS, 2),)
    assert tally.take() == ()


@pytest.mark.parametrize(("code", "throttles"), [("ThrottlingException", 1), ("AccessDeniedException", 0)])
def test_a_throttle_is_both(code: str, throttles: int) -> None:
    """What AWS throttles is a call and a throttle; what it denies is a call."""
    tally, client = answering(code)
    with pytest.raises(ClientError):
        client.list_instances()
    assert {measure.name: measure.value for measure in tally.take()}.get(Name.THROTTLES, 0) == throttles


def test_no_answer_is_a_call() -> None:
    """A call that nobody answers was made all the same."""
    tally, client = Tally(), make_offline_client("sso-admin")
    tally.watch(client)
    with pytest.raises(EndpointConnectionError):
        client.list_instances()
    assert tally.take() == (Measure(Name.CALLS, 1),)
