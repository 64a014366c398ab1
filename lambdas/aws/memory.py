"""What is remembered between loops, in the state table: a partition for each kind."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from lambdas.aws.table import StateTable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoMemory:
    """Partition memory#<kind>, a document for each key."""

    def __init__(self, client: "DynamoDBClient", table_name: str) -> None:
        self._table = StateTable(client, table_name)

    def recall(self, kind: str) -> dict[str, dict[str, Any]]:
        """Key -> document."""
        return self._table.query(_partition(kind))

    def recall_one(self, kind: str, key: str) -> dict[str, Any] | None:
        """One document."""
        return self._table.get(_partition(kind), key)

    def remember(self, kind: str, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep each under its key."""
        self._table.put_all(_partition(kind), documents)

    def forget(self, kind: str, keys: Iterable[str]) -> None:
        """Drop these."""
        self._table.delete_all(_partition(kind), keys)


def _partition(kind: str) -> str:
    return f"memory#{kind}"
