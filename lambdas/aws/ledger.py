"""The state table (DynamoDB): one item a record, the record itself as JSON in `document`, so that nothing is rounded.

Partitions: account#<id>, worker#<id>, certificate#<user id>, quarantine#<user id>, incident#<id>, and Powertools' own:
webhook.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from lambdas.aws.faults import is_code, translated
from lambdas.core.errors import RetryError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SERVICE = "dynamodb"


class DynamoLedger:
    """Writes are whole items under a key the caller decides, so a repeated write is the same item."""

    def __init__(self, client: "DynamoDBClient", table_name: str) -> None:
        self._client, self._table_name = client, table_name

    def record(self, scope: str, event_id: str, outcome: Mapping[str, Any], at: datetime) -> None:
        """One item for each scope and event: a later attempt at the same event replaces it."""
        self._put(scope, event_id, {**outcome, "event_id": event_id, "at": _text(at)})

    def list_records(self, scope: str) -> tuple[dict[str, Any], ...]:
        """All outcomes of one scope, oldest first."""
        return tuple(sorted(self._query(scope), key=lambda document: str(document.get("at", ""))))

    def save_certificate(self, user_id: str, certificate: Mapping[str, Any], at: datetime) -> None:
        """One item for each user and time."""
        self._put(f"certificate#{user_id}", _text(at), certificate)

    def find_certificate(self, user_id: str) -> dict[str, Any] | None:
        """The newest: sort keys are ISO times in UTC."""
        found = self._query(f"certificate#{user_id}")
        return found[-1] if found else None

    def open_incident(self, incident_id: str, incident: Mapping[str, Any], at: datetime) -> bool:
        """A conditional put: of two records of one act, the first opens it."""
        item = _item(f"incident#{incident_id}", "incident", {**incident, "opened_at": _text(at)})
        return self._put_if(item, {"ConditionExpression": "attribute_not_exists(pk)"})

    def mark_announced(self, incident_id: str, at: datetime) -> None:
        """Add the time, unless one is there already. RetryError when someone else writes the incident meanwhile."""
        incident = self.find_incident(incident_id)
        if incident is None:
            raise RetryError(f"incident {incident_id} is not in the state table yet")
        if "announced_at" in incident:
            return
        item = _item(f"incident#{incident_id}", "incident", {**incident, "announced_at": _text(at)})
        unchanged = {
            "ConditionExpression": "#document = :read",
            "ExpressionAttributeNames": {"#document": "document"},
            "ExpressionAttributeValues": {":read": {"S": _json(incident)}},
        }
        if not self._put_if(item, unchanged):
            raise RetryError(f"incident {incident_id} changed while it was being marked as announced")

    def find_incident(self, incident_id: str) -> dict[str, Any] | None:
        """One incident, read consistently."""
        found = self._query(f"incident#{incident_id}")
        return found[0] if found else None

    def _put(self, partition: str, sort: str, document: Mapping[str, Any]) -> None:
        with translated(SERVICE, "PutItem"):
            self._client.put_item(TableName=self._table_name, Item=_item(partition, sort, document))

    def _put_if(self, item: dict[str, Any], condition: dict[str, Any]) -> bool:
        """Whether the condition held, and the item stands now."""
        with translated(SERVICE, "PutItem"):
            try:
                self._client.put_item(TableName=self._table_name, Item=item, **condition)
            except ClientError as error:
                if is_code(error, "ConditionalCheckFailedException"):
                    return False
                raise
        return True

    def _query(self, partition: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        start: dict[str, Any] = {}
        while True:
            with translated(SERVICE, "Query"):
                page = self._client.query(
                    TableName=self._table_name,
                    KeyConditionExpression="pk = :pk",
                    ExpressionAttributeValues={":pk": {"S": partition}},
                    ConsistentRead=True,
                    **start,
                )
            found += [json.loads(item["document"]["S"]) for item in page["Items"]]
            if "LastEvaluatedKey" not in page:
                return found
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def _item(partition: str, sort: str, document: Mapping[str, Any]) -> dict[str, Any]:
    return {"pk": {"S": partition}, "sk": {"S": sort}, "document": {"S": _json(document)}}


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, sort_keys=True)


def _text(at: datetime) -> str:
    """ISO, in UTC and always with microseconds: the texts sort as the times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
