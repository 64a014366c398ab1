"""The state table (DynamoDB): one item a document, the document itself as JSON, so that nothing is rounded."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from lambdas.aws.faults import is_code, translated
from lambdas.core.errors import RetryError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SERVICE = "dynamodb"
# The most items of one BatchWriteItem (DynamoDB API).
BATCH = 25


class StateTable:
    """Documents by partition and sort key. Reads are consistent, and whole or an error."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        self._client: Any = client
        self._name = name

    def put(self, partition: str, sort: str, document: Mapping[str, Any]) -> None:
        """Keep the document, in the place of what was there."""
        with translated(SERVICE, "PutItem"):
            self._client.put_item(TableName=self._name, Item=make_item(partition, sort, document))

    def put_if(self, partition: str, sort: str, document: Mapping[str, Any], *, instead_of: object = None) -> bool:
        """Keep it if nothing, or exactly the document `instead_of`, is there; whether it was kept."""
        condition: dict[str, Any] = {"ConditionExpression": "attribute_not_exists(pk)"}
        if instead_of is not None:
            condition = {
                "ConditionExpression": "#document = :read",
                "ExpressionAttributeNames": {"#document": "document"},
                "ExpressionAttributeValues": {":read": {"S": _json(instead_of)}},
            }
        with translated(SERVICE, "PutItem"):
            try:
                self._client.put_item(TableName=self._name, Item=make_item(partition, sort, document), **condition)
            except ClientError as error:
                if is_code(error, "ConditionalCheckFailedException"):
                    return False
                raise
        return True

    def put_all(self, partition: str, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep each under its sort key, 25 in one call."""
        self._write([{"PutRequest": {"Item": make_item(partition, k, d)}} for k, d in sorted(documents.items())])

    def write_together(
        self, items: Iterable[tuple[str, str, Mapping[str, Any]]], over: Iterable[tuple[str, str]] = ()
    ) -> None:
        """TransactWriteItems: each (partition, sort key, document) is kept and each `over` dropped, or nothing is."""
        puts = [{"Put": {"TableName": self._name, "Item": make_item(*item)}} for item in items]
        drops = [{"Delete": {"TableName": self._name, "Key": make_key(*key)}} for key in over]
        with translated(SERVICE, "TransactWriteItems"):
            self._client.transact_write_items(TransactItems=[*puts, *drops])

    def delete_all(self, partition: str, sorts: Iterable[str]) -> None:
        """Drop these; one that is not there is done."""
        self._write([{"DeleteRequest": {"Key": make_key(partition, sort)}} for sort in sorted(sorts)])

    def get(self, partition: str, sort: str) -> dict[str, Any] | None:
        """One document."""
        with translated(SERVICE, "GetItem"):
            answer = self._client.get_item(TableName=self._name, Key=make_key(partition, sort), ConsistentRead=True)
        return _document(answer["Item"]) if "Item" in answer else None

    def get_all(self, keys: Iterable[tuple[str, str]]) -> dict[str, dict[str, Any]]:
        """BatchGetItem: partition -> document of those that are there. An answer that left a key out is no answer."""
        wanted = [make_key(*key) for key in sorted(set(keys))]
        with translated(SERVICE, "BatchGetItem"):
            answer = self._client.batch_get_item(RequestItems={self._name: {"Keys": wanted, "ConsistentRead": True}})
        if answer.get("UnprocessedKeys"):
            raise RetryError(f"{SERVICE}:BatchGetItem read a part of what was asked for")
        return {item["pk"]["S"]: _document(item) for item in answer["Responses"].get(self._name, [])}

    def query(self, partition: str, prefix: str = "") -> dict[str, dict[str, Any]]:
        """Sort key -> document of a partition, or of the sort keys that begin so, in the order of the keys."""
        found: dict[str, dict[str, Any]] = {}
        start: dict[str, Any] = {}
        while True:
            with translated(SERVICE, "Query"):
                page = self._client.query(
                    TableName=self._name, ConsistentRead=True, **_where(partition, prefix), **start
                )
            found |= {item["sk"]["S"]: _document(item) for item in page["Items"]}
            if "LastEvaluatedKey" not in page:
                return found
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    def _write(self, requests: Sequence[Mapping[str, Any]]) -> None:
        for start in range(0, len(requests), BATCH):
            with translated(SERVICE, "BatchWriteItem"):
                batch = {self._name: list(requests[start : start + BATCH])}
                answer = self._client.batch_write_item(RequestItems=batch)
            if answer.get("UnprocessedItems"):
                raise RetryError(f"{SERVICE}:BatchWriteItem left items unwritten: the table is throttled")


def make_item(partition: str, sort: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """The document as an item."""
    return {**make_key(partition, sort), "document": {"S": _json(document)}}


def make_key(partition: str, sort: str) -> dict[str, Any]:
    """Where an item stands."""
    return {"pk": {"S": partition}, "sk": {"S": sort}}


def _where(partition: str, prefix: str) -> dict[str, Any]:
    values = {":pk": {"S": partition}, **({":prefix": {"S": prefix}} if prefix else {})}
    condition = "pk = :pk and begins_with(sk, :prefix)" if prefix else "pk = :pk"
    return {"KeyConditionExpression": condition, "ExpressionAttributeValues": values}


def _document(item: Mapping[str, Any]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(item["document"]["S"])
    return document


def _json(document: object) -> str:
    return json.dumps(document, sort_keys=True)
