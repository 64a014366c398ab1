"""As much of JSON Schema as access.schema.json uses, so that a test can hold a policy against it."""

import re
from typing import Any

TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "integer": int,
    "number": int | float,
}
KNOWN = {"$defs", "$schema", "title", "description"}


def fits(value: Any, schema: Any, whole: dict[str, Any]) -> bool:
    """Whether the value is what the schema describes; KeyError for a keyword this does not know."""
    if isinstance(schema, bool):
        return schema
    return all(
        CHECKS[keyword](value, under, schema, whole) for keyword, under in schema.items() if keyword not in KNOWN
    )


def _properties(value: Any, under: Any, schema: Any, whole: dict[str, Any]) -> bool:
    return not isinstance(value, dict) or all(fits(value[k], s, whole) for k, s in under.items() if k in value)


def _patterns(value: Any, under: Any, schema: Any, whole: dict[str, Any]) -> bool:
    named = [(v, s) for k, v in value.items() for p, s in under.items() if re.search(p, k)]
    return all(fits(v, s, whole) for v, s in named)


def _additional(value: Any, under: Any, schema: Any, whole: dict[str, Any]) -> bool:
    if not isinstance(value, dict):
        return True
    patterns = schema.get("patternProperties", {})
    others = [k for k in value if k not in schema.get("properties", {}) and not any(re.search(p, k) for p in patterns)]
    return all(fits(value[key], under, whole) for key in others)


CHECKS: dict[str, Any] = {
    "$ref": lambda v, u, s, w: fits(v, w["$defs"][u.rpartition("/")[2]], w),
    "type": lambda v, u, s, w: isinstance(v, TYPES[u]) and (u in ("boolean",) or not isinstance(v, bool)),
    "const": lambda v, u, s, w: v == u,
    "enum": lambda v, u, s, w: v in u,
    "pattern": lambda v, u, s, w: not isinstance(v, str) or re.search(u, v) is not None,
    "minLength": lambda v, u, s, w: not isinstance(v, str) or len(v) >= u,
    "maxLength": lambda v, u, s, w: not isinstance(v, str) or len(v) <= u,
    "minimum": lambda v, u, s, w: not isinstance(v, int | float) or v >= u,
    "maximum": lambda v, u, s, w: not isinstance(v, int | float) or v <= u,
    "minItems": lambda v, u, s, w: not isinstance(v, list) or len(v) >= u,
    "maxItems": lambda v, u, s, w: not isinstance(v, list) or len(v) <= u,
    "minProperties": lambda v, u, s, w: not isinstance(v, dict) or len(v) >= u,
    "items": lambda v, u, s, w: not isinstance(v, list) or all(fits(item, u, w) for item in v),
    "required": lambda v, u, s, w: not isinstance(v, dict) or all(key in v for key in u),
    "properties": _properties,
    "patternProperties": _patterns,
    "additionalProperties": _additional,
    "propertyNames": lambda v, u, s, w: not isinstance(v, dict) or all(fits(key, u, w) for key in v),
    "anyOf": lambda v, u, s, w: any(fits(v, schema, w) for schema in u),
    "oneOf": lambda v, u, s, w: sum(fits(v, schema, w) for schema in u) == 1,
    "allOf": lambda v, u, s, w: all(fits(v, schema, w) for schema in u),
}
