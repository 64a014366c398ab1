"""What waits for a person, in the partition 'held' of the state table; the events of a hold in 'held#<id>'."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lambdas.aws.table import StateTable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PARTITION = "held"


class DynamoHeldPlans:
    """A document for each plan, under its id."""

    def __init__(self, client: "DynamoDBClient", table_name: str) -> None:
        self._table = StateTable(client, table_name)

    def list_held(self) -> tuple[dict[str, Any], ...]:
        """All of them, oldest first."""
        return tuple(sorted(self._table.query(PARTITION).values(), key=lambda document: str(document["at"])))

    def find_held(self, held_id: str) -> dict[str, Any] | None:
        """One of them."""
        return self._table.get(PARTITION, held_id)

    def save_held(self, held_id: str, document: Mapping[str, Any]) -> None:
        """Keep it."""
        self._table.put(PARTITION, held_id, document)

    def add_event(self, held_id: str, event: Mapping[str, Any]) -> None:
        """An item for each event."""
        self._table.put(f"{PARTITION}#{held_id}", str(event["id"]), event)

    def list_events(self, held_id: str) -> tuple[dict[str, Any], ...]:
        """All pages of them."""
        return tuple(self._table.query(f"{PARTITION}#{held_id}").values())
