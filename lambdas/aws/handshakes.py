"""Tokens of HR systems that introduce themselves: in the state table for a day, where nobody reads them by chance."""

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING

from lambdas.aws.faults import translated

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Seconds a token waits for a person.
KEPT = 24 * 3600


class Handshakes:
    """The partition handshake#<source>: one item a token."""

    def __init__(self, client: "DynamoDBClient", table_name: str) -> None:
        self._client, self._table_name = client, table_name

    def keep(self, source: str, token: str, at: datetime) -> str:
        """Write it down; answers with the words for a person who looks for it."""
        partition = f"handshake#{source}"
        item = {
            "pk": {"S": partition},
            "sk": {"S": hashlib.sha256(token.encode()).hexdigest()},
            "document": {"S": json.dumps({"verification_token": token, "at": at.isoformat()})},
            "expires": {"N": str(int(at.timestamp()) + KEPT)},
        }
        with translated("dynamodb", "PutItem"):
            self._client.put_item(TableName=self._table_name, Item=item)
        return f"the table {self._table_name} under {partition}"
