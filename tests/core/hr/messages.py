"""Messages as adapters are given them: our own records, at one fixed moment."""

from datetime import UTC, datetime

from lambdas.core.hr import PROVIDERS
from lambdas.core.hr.connections import Connection
from lambdas.core.hr.understood import Message, Understood
from tests.events import FOLDER

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
CONNECTION = Connection(current="secret")


def record(name: str) -> bytes:
    return (FOLDER / "hr" / name).read_bytes()


def message(body: bytes, content_type: str = "application/json") -> Message:
    return Message("m", body, content_type, NOW)


def understand(source: str, body: bytes, connection: Connection = CONNECTION) -> Understood:
    return PROVIDERS[source].understand(message(body), connection)
