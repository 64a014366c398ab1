"""The JSON Schema of the native format."""

import json
from pathlib import Path

from lambdas.core.errors import RejectError
from lambdas.core.hr.schema import worker_event_schema, worker_event_schema_text
from lambdas.core.workers import EVENT_TYPES, parse_worker_event
from tests.core.hr.messages import record

ROOT = Path(__file__).parents[3]
FACTS = worker_event_schema()["$defs"]["WorkerFacts"]


def test_the_schema_that_is_checked_in_is_current():
    """worker-event.schema.json is what the models say; `gatehouse policy worker-event-schema` prints it."""
    assert (ROOT / "worker-event.schema.json").read_text(encoding="utf-8") == worker_event_schema_text()


def test_every_type_is_in_it():
    """A sender finds every type there is, and no id: that is a header."""
    schema = worker_event_schema()
    assert tuple(schema["$defs"]["EventType"]["enum"]) == EVENT_TYPES
    assert set(schema["properties"]) == {"type", "timestamp", "data"}


def test_what_it_requires_is_what_is_required():
    """Each member the schema requires is refused when it is missing, and no other one is."""
    data = json.loads(record("cloudevent-left.json"))["data"]
    for kind in EVENT_TYPES:
        required = {*FACTS["required"], *(["effective_at"] if kind == "worker.left" else [])}
        for name in FACTS["properties"]:
            facts = {key: value for key, value in data.items() if key != name}
            document = {"type": kind, "timestamp": "2026-05-04T11:58:00Z", "data": facts}
            assert accepted(document) == (name not in required), (kind, name)


def accepted(document: object) -> bool:
    try:
        parse_worker_event("m", document)
    except RejectError:
        return False
    return True
