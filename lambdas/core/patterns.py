"""EventBridge patterns, as far as the tables of the core use them: nested objects, lists of values, two operators.

A test compares this with a matcher that is not ours, over every record and every rule.
"""

from collections.abc import Mapping
from typing import Any

ABSENT = {"exists": False}
IGNORING_CASE = "equals-ignore-case"


def holds(pattern: Any, found: Any) -> bool:
    """Whether the pattern lets the event (or this part of it) through."""
    if isinstance(pattern, Mapping):
        inner = found if isinstance(found, Mapping) else {}
        return all(holds(wanted, inner.get(key)) for key, wanted in pattern.items())
    return any(_is(wanted, found) for wanted in pattern)


def _is(wanted: Any, found: Any) -> bool:
    if wanted == ABSENT:
        return found is None
    if isinstance(wanted, Mapping):
        return isinstance(found, str) and found.casefold() == str(wanted[IGNORING_CASE]).casefold()
    return bool(found == wanted)
