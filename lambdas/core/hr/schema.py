"""The JSON Schema of the native format, for whoever writes a sender: worker-event.schema.json."""

import json
from typing import Any

from lambdas.core.workers import WorkerEvent

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NOISE = ("title", "default", "description")
# What the model takes beside a time: the day, which ends in the worker's zone.
_WHEN = [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]
_LEAVER_NEEDS_A_TIME = {
    "if": {"properties": {"type": {"const": "worker.left"}}},
    "then": {"properties": {"data": {"required": ["effective_at"]}}},
}


def worker_event_schema() -> dict[str, Any]:
    """Generated from the models. The id is not in the body: it is the header webhook-id."""
    generated = _tidied(WorkerEvent.model_json_schema(mode="validation"))
    del generated["properties"]["id"]
    generated["required"].remove("id")
    facts = generated["$defs"][generated["properties"]["data"]["$ref"].rpartition("/")[2]]
    facts["properties"]["effective_at"] = {"anyOf": _WHEN}
    facts["required"].remove("effective_at")
    return {"$schema": DIALECT, "title": "Gatehouse worker event", **generated, **_LEAVER_NEEDS_A_TIME}


def worker_event_schema_text() -> str:
    """worker-event.schema.json as it is checked in."""
    return json.dumps(worker_event_schema(), indent=2, ensure_ascii=False) + "\n"


def _tidied(schema: Any) -> Any:
    """Without the titles pydantic makes of names, and without what docstrings say to readers of the code."""
    if isinstance(schema, list):
        return [_tidied(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {name: _kept(name, under) for name, under in schema.items() if name not in _NOISE}


def _kept(name: str, under: Any) -> Any:
    """Below `properties` and `$defs` every key is a name of ours, and none is noise."""
    if name in ("properties", "$defs"):
        return {key: _tidied(value) for key, value in under.items()}
    return _tidied(under)
