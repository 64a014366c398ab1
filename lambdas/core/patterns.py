"""EventBridge patterns, as far as the tables of the core use them: nested objects, lists of values, some operators.

A test compares this with a matcher that is not ours, over every record and every rule.
"""

from collections.abc import Mapping
from fnmatch import translate
from re import fullmatch
from typing import Any

ABSENT = {"exists": False}
IGNORING_CASE = "equals-ignore-case"
WILDCARD = "wildcard"
OTHER_THAN = "anything-but"


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
        return isinstance(found, str) and _fits(wanted, found)
    return bool(found == wanted)


def _fits(operator: Mapping[str, Any], found: str) -> bool:
    if IGNORING_CASE in operator:
        return found.casefold() == str(operator[IGNORING_CASE]).casefold()
    if WILDCARD in operator:
        # EventBridge knows '*' alone; the other signs of a glob stand for themselves.
        glob = str(operator[WILDCARD]).replace("[", "[[]").replace("?", "[?]")
        return fullmatch(translate(glob), found) is not None
    return not found.startswith(operator[OTHER_THAN]["prefix"])
