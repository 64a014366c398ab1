"""Tokens that wait for a person."""

import hashlib
import json
from datetime import UTC, datetime

from lambdas.aws.handshakes import Handshakes
from tests.aws.conftest import Stub

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def test_keep(stub: Stub) -> None:
    """A token is kept for a day under the name of its sender, and the words say where, and not what."""
    stubber = stub("dynamodb")
    item = {
        "pk": {"S": "handshake#gusto"},
        "sk": {"S": hashlib.sha256(b"token-1").hexdigest()},
        "document": {"S": json.dumps({"verification_token": "token-1", "at": "2026-05-04T12:00:00+00:00"})},
        "expires": {"N": "1777982400"},
    }
    stubber.add_response("put_item", {}, {"TableName": "state", "Item": item})
    told = Handshakes(stubber.client, "state").keep("gusto", "token-1", NOW)
    assert told == "the table state under handshake#gusto"
