"""The state table: whole documents, whole reads."""

import json
from typing import Any

import pytest
from botocore.stub import Stubber

from lambdas.aws.lanes import AwsLanes
from lambdas.aws.memory import DynamoMemory
from lambdas.aws.table import StateTable
from lambdas.core.errors import RejectError, RetryError
from tests.aws.conftest import Stub

TABLE = "state"


@pytest.fixture
def stubber(stub: Stub) -> Stubber:
    return stub("dynamodb")


@pytest.fixture
def table(stubber: Stubber) -> StateTable:
    return StateTable(stubber.client, TABLE)


def item(sort: str, document: dict[str, Any]) -> dict[str, Any]:
    return {"pk": {"S": "memory#account"}, "sk": {"S": sort}, "document": {"S": json.dumps(document, sort_keys=True)}}


def test_many_are_written_25_at_a_time(stubber: Stubber) -> None:
    """Sixty documents take three calls."""
    documents = {f"{n:03}": {"n": n} for n in range(60)}
    for start in (0, 25, 50):
        keys = sorted(documents)[start : start + 25]
        requests = [{"PutRequest": {"Item": item(key, documents[key])}} for key in keys]
        stubber.add_response("batch_write_item", {}, {"RequestItems": {TABLE: requests}})
    DynamoMemory(stubber.client, TABLE).remember("account", documents)


def test_what_is_left_unwritten_is_an_error(stubber: Stubber) -> None:
    """DynamoDB answers 200 and returns what it did not take: that is for later, and never silent."""
    request = {"PutRequest": {"Item": item("1", {})}}
    stubber.add_response("batch_write_item", {"UnprocessedItems": {TABLE: [request]}})
    with pytest.raises(RetryError, match="unwritten"):
        DynamoMemory(stubber.client, TABLE).remember("account", {"1": {}})


def test_many_are_dropped(stubber: Stubber) -> None:
    """What is forgotten is deleted by its key."""
    keys = [{"DeleteRequest": {"Key": {"pk": {"S": "memory#account"}, "sk": {"S": n}}}} for n in ("1", "2")]
    stubber.add_response("batch_write_item", {}, {"RequestItems": {TABLE: keys}})
    DynamoMemory(stubber.client, TABLE).forget("account", ["2", "1"])


def test_one_document(table: StateTable, stubber: Stubber) -> None:
    """A document is read consistently; one that is not there is None."""
    key = {"pk": {"S": "memory#account"}, "sk": {"S": "1"}}
    expected = {"TableName": TABLE, "Key": key, "ConsistentRead": True}
    stubber.add_response("get_item", {"Item": item("1", {"n": 1})}, expected)
    stubber.add_response("get_item", {}, expected)
    assert table.get("memory#account", "1") == {"n": 1}
    assert table.get("memory#account", "1") is None


def test_every_page(table: StateTable, stubber: Stubber) -> None:
    """A partition is read to its last page."""
    last = {"pk": {"S": "memory#account"}, "sk": {"S": "1"}}
    stubber.add_response("query", {"Items": [item("1", {"n": 1})], "LastEvaluatedKey": last})
    stubber.add_response("query", {"Items": [item("2", {"n": 2})]})
    assert table.query("memory#account") == {"1": {"n": 1}, "2": {"n": 2}}


def test_a_lane_is_sent_to(stub: Stub) -> None:
    """The event is one message of the lane's group; a lane that has no queue is refused."""
    stubber = stub("sqs")
    expected = {"QueueUrl": "https://queue", "MessageBody": '{"id": "e-1"}', "MessageGroupId": "sweep"}
    stubber.add_response("send_message", {"MessageId": "m"}, expected)
    lanes = AwsLanes(stubber.client, {"sweep": "https://queue", "audit": ""})
    lanes.send("sweep", {"id": "e-1"})
    with pytest.raises(RejectError, match="no lane 'audit'"):
        lanes.send("audit", {})
