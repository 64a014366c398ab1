"""What waits for a person, in the state table."""

import json
from typing import Any

import pytest
from botocore.stub import Stubber

from lambdas.aws.held import DynamoHeldPlans
from lambdas.core.errors import RetryError
from tests.aws.conftest import Stub

TABLE, HELD = "state", "leavers-0123456789ab"


@pytest.fixture
def stubber(stub: Stub) -> Stubber:
    return stub("dynamodb")


@pytest.fixture
def plans(stubber: Stubber) -> DynamoHeldPlans:
    return DynamoHeldPlans(stubber.client, TABLE)


def item(partition: str, sort: str, document: dict[str, Any]) -> dict[str, Any]:
    return {"pk": {"S": partition}, "sk": {"S": sort}, "document": {"S": json.dumps(document, sort_keys=True)}}


def query(partition: str, **start: Any) -> dict[str, Any]:
    where = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": partition}}}
    return {"TableName": TABLE, "ConsistentRead": True, **where, **start}


def test_oldest_first(plans: DynamoHeldPlans, stubber: Stubber) -> None:
    """What waits longest is listed first, whatever it is called."""
    found = [item("held", name, {"id": name, "at": at}) for name, at in (("a", "2031-02-04"), ("b", "2031-02-03"))]
    stubber.add_response("query", {"Items": found}, query("held"))
    assert [document["id"] for document in plans.list_held()] == ["b", "a"]


def test_each_event_is_an_item(plans: DynamoHeldPlans, stubber: Stubber) -> None:
    """The events of a hold stand beside it under their ids: there is room for any number, and each is there once."""
    event = {"id": "msg_1", "detail": {}}
    stubber.add_response("put_item", {}, {"TableName": TABLE, "Item": item(f"held#{HELD}", "msg_1", event)})
    plans.add_event(HELD, event)


def test_all_events_are_read(plans: DynamoHeldPlans, stubber: Stubber) -> None:
    """Several hundred leavers are several pages."""
    last = {"pk": {"S": f"held#{HELD}"}, "sk": {"S": "msg_1"}}
    pages = [[item(f"held#{HELD}", name, {"id": name})] for name in ("msg_1", "msg_2")]
    stubber.add_response("query", {"Items": pages[0], "LastEvaluatedKey": last}, query(f"held#{HELD}"))
    stubber.add_response("query", {"Items": pages[1]}, query(f"held#{HELD}", ExclusiveStartKey=last))
    assert [event["id"] for event in plans.list_events(HELD)] == ["msg_1", "msg_2"]


def test_half_of_them_is_an_error(plans: DynamoHeldPlans, stubber: Stubber) -> None:
    """An approval that cannot read all leavers releases none."""
    last = {"pk": {"S": f"held#{HELD}"}, "sk": {"S": "msg_1"}}
    stubber.add_response("query", {"Items": [], "LastEvaluatedKey": last}, query(f"held#{HELD}"))
    stubber.add_client_error("query", "ProvisionedThroughputExceededException")
    with pytest.raises(RetryError):
        plans.list_events(HELD)
