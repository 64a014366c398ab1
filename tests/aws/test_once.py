"""Once per id."""

from typing import Any

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.stub import Stubber

from lambdas.aws.once import Once, make_once
from lambdas.core.errors import AlertError, RetryError
from lambdas.core.webhooks import ReusedIdError
from tests.aws.conftest import Stub

ID, CONTENT = "msg-1", [["worker.left", {"email": "zoe@example.org"}]]


class Context(LambdaContext):
    """A function with a minute left."""

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        return 60_000


@pytest.fixture
def stubber(stub: Stub) -> Stubber:
    return stub("dynamodb")


class Acts:
    """Counts how often the message had its effect."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self) -> None:
        self.number += 1


def once(stubber: Stubber) -> Once:
    return make_once(stubber.client, "state", Context())


def remember(stubber: Stubber) -> dict[str, Any]:
    """Handle the message for the first time; what DynamoDB was told to keep, as it would give it back."""
    kept: dict[str, Any] = {}
    stubber.client.meta.events.register_first("before-parameter-build.dynamodb.PutItem", _keeper(kept), "keep")
    stubber.add_response("put_item", {})
    stubber.add_response("update_item", {})
    once(stubber)(ID, CONTENT, Acts())
    stubber.client.meta.events.unregister("before-parameter-build.dynamodb.PutItem", unique_id="keep")
    return {**kept, "status": {"S": "COMPLETED"}, "data": {"S": "null"}}


def _keeper(kept: dict[str, Any]) -> Any:
    def keep(params: dict[str, Any], **_: Any) -> None:
        kept.update(params["Item"])

    return keep


def add_known(stubber: Stubber, item: dict[str, Any]) -> None:
    stubber.add_client_error("put_item", "ConditionalCheckFailedException", modeled_fields={"Item": item})


def test_first_time(stubber: Stubber) -> None:
    """A message nobody has seen has its effect, after it is written down and before it is marked as done."""
    acts = Acts()
    stubber.add_response("put_item", {})
    stubber.add_response("update_item", {})
    once(stubber)(ID, CONTENT, acts)
    assert acts.number == 1


def test_again(stubber: Stubber) -> None:
    """The same message again is taken without a second effect."""
    acts = Acts()
    add_known(stubber, remember(stubber))
    once(stubber)(ID, CONTENT, acts)
    assert acts.number == 0


def test_same_id_for_another_event(stubber: Stubber) -> None:
    """A known id with another content is refused, by name."""
    acts = Acts()
    add_known(stubber, remember(stubber))
    with pytest.raises(ReusedIdError, match="'msg-1' was used for another event"):
        once(stubber)(ID, [["worker.left", {"email": "bob@example.org"}]], acts)
    assert acts.number == 0


def test_while_it_is_being_handled(stubber: Stubber) -> None:
    """An id whose first request is still running is told to come back."""
    acts = Acts()
    add_known(stubber, {**remember(stubber), "status": {"S": "INPROGRESS"}})
    with pytest.raises(ReusedIdError, match="being handled"):
        once(stubber)(ID, CONTENT, acts)
    assert acts.number == 0


def test_acting_fails(stubber: Stubber) -> None:
    """A message that had no effect is forgotten, so that the sender's retry is a first time; the error is the act's."""

    def fail() -> None:
        raise AlertError("no bus")

    stubber.add_response("put_item", {})
    stubber.add_response("delete_item", {})
    with pytest.raises(AlertError, match="no bus"):
        once(stubber)(ID, CONTENT, fail)


def test_the_table_does_not_answer(stubber: Stubber) -> None:
    """What cannot be remembered has no effect, and is worth sending again."""
    acts = Acts()
    stubber.add_client_error("put_item", "ProvisionedThroughputExceededException")
    with pytest.raises(RetryError, match="'msg-1' cannot be remembered"):
        once(stubber)(ID, CONTENT, acts)
    assert acts.number == 0
