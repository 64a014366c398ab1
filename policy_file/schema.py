"""The JSON Schema of access.yaml, for editors."""

import json
from typing import Any

from lambdas.core.policy import Policy

_NOISE = ("title", "default")
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Generated from the models, with every shorthand they accept; what the file cannot say is left out."""
    schema = Policy.model_json_schema(by_alias=True, mode="validation")
    return {"$schema": DIALECT, **_tidied(schema), "title": "Gatehouse policy"}


def schema_text() -> str:
    """access.schema.json as it is checked in."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _tidied(schema: Any) -> Any:
    """Without the titles that pydantic makes of names, and without defaults, which it shows in the compiled form."""
    if isinstance(schema, list):
        return [_tidied(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _kept(key, value) for key, value in schema.items() if key not in _NOISE}


def _kept(key: str, value: Any) -> Any:
    """Below `properties` and `$defs` every key is a name of ours, and none is noise."""
    if key in ("properties", "$defs"):
        return {name: _tidied(under) for name, under in value.items()}
    return _tidied(value)
