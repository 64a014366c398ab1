"""Gatehouse's own format: Standard Webhooks with a worker event, in a CloudEvents 1.0 envelope or without one.

Whoever can choose what to send, sends this: Workday's integrations, and a company's own.
"""

from collections.abc import Mapping
from typing import Any

from lambdas.core.errors import RejectError
from lambdas.core.hr.bodies import parse_json
from lambdas.core.hr.connections import NATIVE, Connection
from lambdas.core.hr.provider import JSON, Provider
from lambdas.core.hr.understood import Message, Told
from lambdas.core.webhooks import STANDARD
from lambdas.core.workers import parse_worker_event

CLOUDEVENTS = "application/cloudevents+json"


def understand(message: Message, _connection: Connection) -> Told:
    """One complete event; the id is the signed one of the message, with an envelope too."""
    document = parse_json(message.body)
    if isinstance(document, dict) and ("specversion" in document or message.content_type == CLOUDEVENTS):
        document = _opened(document, message)
    return Told((parse_worker_event(message.id, document),))


def _opened(envelope: Mapping[str, Any], message: Message) -> dict[str, Any]:
    """CloudEvents 1.0, structured mode (specification 1.0.2, JSON format): `time` is optional, `data` is the data."""
    if envelope.get("specversion") != "1.0":
        raise RejectError("specversion: expected '1.0'")
    for name in ("id", "source"):
        if not (isinstance(envelope.get(name), str) and envelope[name]):
            raise RejectError(f"{name}: expected a text, as CloudEvents 1.0 requires")
    if "data_base64" in envelope:
        raise RejectError("data_base64: expected the worker under data, as JSON")
    timestamp = envelope.get("time") or message.received_at.isoformat()
    return {"type": envelope.get("type"), "timestamp": timestamp, "data": envelope.get("data")}


PROVIDER = Provider(NATIVE, STANDARD, understand, (*JSON, CLOUDEVENTS))
