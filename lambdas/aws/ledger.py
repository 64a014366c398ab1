"""What happened, kept in the state table.

Partitions: account#<id>, worker#<id>, directory#<user id>, certificate#<user id>, quarantine#<user id>, incident#<id>,
incidents (a summary of each), drill and inspection. Of each known-worker#<id>, known-user#<id>, leavers and
account-access there is one current document; in waiting stands one for each that waits. Beside the ledger the table
holds memory#<kind>, held and held#<id> (`aws.memory`, `aws.held`), and Powertools' own: webhook.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from lambdas.aws.table import StateTable
from lambdas.core.incidents import summarize
from lambdas.ports import WorkerWrite

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

CURRENT, WAITING = "current", "waiting"
INCIDENTS = "incidents"


class DynamoLedger:
    """Writes are whole items under a key the caller decides, so a repeated write is the same item."""

    def __init__(self, client: "DynamoDBClient", table_name: str) -> None:
        self._table = StateTable(client, table_name)

    def record(self, scope: str, event_id: str, outcome: Mapping[str, Any], at: datetime) -> None:
        """One item for each scope and event: a later attempt at the same event replaces it."""
        self._table.put(scope, event_id, _outcome(event_id, outcome, at))

    def list_records(self, scope: str) -> tuple[dict[str, Any], ...]:
        """All outcomes of one scope, oldest first."""
        return tuple(sorted(self._table.query(scope).values(), key=lambda document: str(document.get("at", ""))))

    def save_certificate(self, user_id: str, certificate: Mapping[str, Any], at: datetime) -> None:
        """One item for each user and time."""
        self._table.put(f"certificate#{user_id}", _text(at), certificate)

    def find_certificate(self, user_id: str) -> dict[str, Any] | None:
        """The newest: sort keys are ISO times in UTC."""
        found = self._table.query(f"certificate#{user_id}")
        return found[max(found)] if found else None

    def find_documents(self, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The current documents under these keys, of those that are there."""
        return self._table.get_all((key, CURRENT) for key in keys)

    def save_worker(self, write: WorkerWrite, at: datetime) -> None:
        """All of it or nothing: a certificate stands if and only if the record says that it does."""
        items: list[tuple[str, str, Mapping[str, Any]]] = [(key, CURRENT, d) for key, d in write.documents.items()]
        if write.outcome is not None:
            scope, event_id, outcome = write.outcome
            items.append((scope, event_id, _outcome(event_id, outcome, at)))
        if write.certificate is not None:
            user_id, certificate, effective_at = write.certificate
            items.append((f"certificate#{user_id}", _text(effective_at), certificate))
        items += [(WAITING, key, document) for key, document in write.waiting.items() if document is not None]
        over = [(WAITING, key) for key, document in write.waiting.items() if document is None]
        self._table.write_together(items, over)

    def list_waiting(self) -> tuple[dict[str, Any], ...]:
        """All that waits, the earliest first."""
        return tuple(sorted(self._table.query(WAITING).values(), key=lambda document: str(document["at"])))

    def list_incidents(self) -> tuple[dict[str, Any], ...]:
        """The summaries, oldest first."""
        return tuple(sorted(self._table.query(INCIDENTS).values(), key=lambda found: str(found["opened_at"])))

    def find_incident(self, incident_id: str) -> dict[str, Any] | None:
        """One incident, read consistently."""
        return next(iter(self._table.query(f"incident#{incident_id}").values()), None)

    def save_incident(self, incident: Mapping[str, Any], instead_of: Mapping[str, Any] | None) -> bool:
        """A conditional put, then its summary. What dies between the two is brought back by its message."""
        incident_id = str(incident["id"])
        kept = self._table.put_if(f"incident#{incident_id}", "incident", incident, instead_of=instead_of)
        if kept:
            self._table.put(INCIDENTS, incident_id, summarize(dict(incident)))
        return kept


def _outcome(event_id: str, outcome: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    return {**outcome, "event_id": event_id, "at": _text(at)}


def _text(at: datetime) -> str:
    """ISO, in UTC and always with microseconds: the texts sort as the times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
