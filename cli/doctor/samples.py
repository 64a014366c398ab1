"""An event that a pattern lets through, made from the pattern itself: to be held against EventBridge's own matcher."""

from collections.abc import Mapping
from typing import Any

from lambdas.core.patterns import EXISTS, MISSING, OR

WORD = "sample"
# What every event has (EventBridge User Guide, "Event structure").
ENVELOPE: Mapping[str, Any] = {
    "version": "0",
    "id": "6f8d1c52-0000-4000-8000-000000000000",
    "detail-type": "Sample",
    "source": "aws.sample",
    "account": "111122223333",
    "time": "2026-01-01T00:00:00Z",
    "region": "us-east-1",
    "resources": [],
    "detail": {},
}


def make_sample(pattern: Mapping[str, Any]) -> dict[str, Any]:
    """Each place that the pattern speaks of has the first value it names, and the envelope is whole."""
    return {**ENVELOPE, **_make_object(pattern)}


def _make_object(pattern: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, wanted in pattern.items():
        if key == OR:
            made = _merge(made, _make_object(wanted[0]))
        elif isinstance(wanted, Mapping):
            made = _merge(made, {key: _make_object(wanted)})
        elif (value := _make_value(wanted[0])) is not MISSING:
            made[key] = value
    return made


def _make_value(wanted: Any) -> Any:
    if not isinstance(wanted, Mapping):
        return wanted
    ((operator, operand),) = wanted.items()
    made = {
        EXISTS: WORD if operand else MISSING,
        "prefix": f"{operand}{WORD}",
        "wildcard": str(operand).replace("\\*", "\0").replace("*", WORD).replace("\0", "*").replace("\\\\", "\\"),
        "equals-ignore-case": operand,
    }
    return made.get(operator, WORD)


def _merge(first: dict[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Both; where each has an object at the same place, both objects."""
    merged = dict(first)
    for key, value in second.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both else value
    return merged
