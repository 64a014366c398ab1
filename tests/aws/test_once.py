"""Once per id."""

from typing import Any

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.stub import Stubber

from lambdas.aws.once import make_once
from lambdas.core.webhooks import ReusedIdError
from tests.aws.conftest import Stub

EVENT = {"id": "msg-1", "type": "worker.left", "data": {"email": "zoe@example.org"}}


class Context(LambdaContext):
    """A function with a minute left."""

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        return 60_000


@pytest.fixture
def stubber(stub: Stub) -> Stubber:
    return stub("dynamodb")


def publish_to(published: list[dict[str, Any]], stubber: Stubber) -> Any:
    return make_once(published.append, stubber.client, "state", Context())


def remember(stubber: Stubber, event: dict[str, Any]) -> dict[str, Any]:
    """Publish the event for the first time; what DynamoDB was told to keep, as it would give it back."""
    kept: dict[str, Any] = {}
    stubber.client.meta.events.register_first("before-parameter-build.dynamodb.PutItem", _keeper(kept), "keep")
    stubber.add_response("put_item", {})
    stubber.add_response("update_item", {})
    publish_to([], stubber)(event)
    stubber.client.meta.events.unregister("before-parameter-build.dynamodb.PutItem", unique_id="keep")
    return {**kept, "status": {"S": "COMPLETED"}, "data": {"S": "null"}}


def _keeper(kept: dict[str, Any]) -> Any:
    def keep(params: dict[str, Any], **_: Any) -> None:
        kept.update(params["Item"])

    return keep


def add_known(stubber: Stubber, item: dict[str, Any]) -> None:
    stubber.add_client_error("put_item", "ConditionalCheckFailedException", modeled_fields={"Item": item})


def test_first_time(stubber: Stubber) -> None:
    """An id nobody has seen is published, after it is written down and before it is marked as done."""
    published: list[dict[str, Any]] = []
    stubber.add_response("put_item", {})
    stubber.add_response("update_item", {})
    publish_to(published, stubber)(EVENT)
    assert published == [EVENT]


def test_again(stubber: Stubber) -> None:
    """The same event again is taken without a second effect."""
    published: list[dict[str, Any]] = []
    add_known(stubber, remember(stubber, EVENT))
    publish_to(published, stubber)(EVENT)
    assert published == []


def test_same_id_for_another_event(stubber: Stubber) -> None:
    """A known id with another content is refused, by name."""
    published: list[dict[str, Any]] = []
    add_known(stubber, remember(stubber, EVENT))
    with pytest.raises(ReusedIdError, match="'msg-1' was used for another event"):
        publish_to(published, stubber)({**EVENT, "data": {"email": "bob@example.org"}})
    assert published == []


def test_while_it_is_being_handled(stubber: Stubber) -> None:
    """An id whose first request is still running is told to come back."""
    published: list[dict[str, Any]] = []
    running = {**remember(stubber, EVENT), "status": {"S": "INPROGRESS"}}
    add_known(stubber, running)
    with pytest.raises(ReusedIdError, match="being handled"):
        publish_to(published, stubber)(EVENT)
    assert published == []


def test_publishing_fails(stubber: Stubber) -> None:
    """An event that could not be published is forgotten, so that the sender's retry is a first time."""

    def fail(_: dict[str, Any]) -> None:
        raise ConnectionError("no bus")

    stubber.add_response("put_item", {})
    stubber.add_response("delete_item", {})
    with pytest.raises(ConnectionError):
        make_once(fail, stubber.client, "state", Context())(EVENT)
