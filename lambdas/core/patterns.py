"""EventBridge patterns, as far as the tables of the core use them.

Nested objects, lists of values, and the operators exists, prefix, wildcard, equals-ignore-case, anything-but and $or
(EventBridge User Guide, eb-create-pattern-operators). A list in an event holds when one of its items does. A test
compares this with a matcher that is not ours, over generated patterns and over every record and every rule.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

MISSING = object()
OR = "$or"
EXISTS = "exists"


def holds(pattern: Any, found: Any) -> bool:
    """Whether the pattern lets the event (or this part of it) through.

    `pattern` is as JSON has it. A key must not stand both inside and outside of a $or: EventBridge then keeps the last.
    """
    if isinstance(pattern, Mapping):
        return any(_object_holds(pattern, inner) for inner in _objects(found) or [{}])
    return _leaf_holds(pattern, list(_leaves(found)))


def _object_holds(pattern: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    return all(
        any(_object_holds(branch, found) for branch in wanted) if key == OR else holds(wanted, found.get(key, MISSING))
        for key, wanted in pattern.items()
    )


def _leaf_holds(wanted: Iterable[Any], leaves: list[Any]) -> bool:
    for one in wanted:
        if isinstance(one, Mapping) and EXISTS in one:
            if one[EXISTS] is bool(leaves):
                return True
        elif any(_is(one, leaf) for leaf in leaves):
            return True
    return False


def _objects(found: Any) -> list[Mapping[str, Any]]:
    if isinstance(found, list):
        return [inner for item in found for inner in _objects(item)]
    return [found] if isinstance(found, Mapping) else []


def _leaves(found: Any) -> Iterable[Any]:
    """The values an event offers at a place: null is one, an object and an empty list are none."""
    if isinstance(found, list):
        return [leaf for item in found for leaf in _leaves(item)]
    return [] if found is MISSING or isinstance(found, Mapping) else [found]


def _is(wanted: Any, leaf: Any) -> bool:
    if isinstance(wanted, Mapping):
        ((operator, operand),) = wanted.items()
        return OPERATORS[operator](operand, leaf)
    # JSON knows true from 1, Python does not.
    return isinstance(wanted, bool) == isinstance(leaf, bool) and bool(wanted == leaf)


def _has_prefix(operand: str, leaf: Any) -> bool:
    return isinstance(leaf, str) and leaf.startswith(operand)


def _fits_wildcard(operand: str, leaf: Any) -> bool:
    return isinstance(leaf, str) and _wildcard(operand).fullmatch(leaf) is not None


def _is_ignoring_case(operand: str, leaf: Any) -> bool:
    return isinstance(leaf, str) and leaf.casefold() == operand.casefold()


def _is_anything_but(operand: Any, leaf: Any) -> bool:
    """`operand` is one value, several, or {operator: one or several}."""
    if isinstance(operand, Mapping):
        ((operator, operand),) = operand.items()
        return not any(OPERATORS[operator](one, leaf) for one in _many(operand))
    return not any(_is(one, leaf) for one in _many(operand))


def _many(operand: Any) -> list[Any]:
    return operand if isinstance(operand, list) else [operand]


@cache
def _wildcard(written: str) -> re.Pattern[str]:
    """'*' is any text, a backslash takes the meaning from what follows; nothing else is special."""
    parts = re.findall(r"\\.|\*|[^\\*]+", written, re.DOTALL)
    texts = (".*" if part == "*" else re.escape(part[1:] if part[0] == "\\" else part) for part in parts)
    return re.compile("".join(texts), re.DOTALL)


OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "prefix": _has_prefix,
    "wildcard": _fits_wildcard,
    "equals-ignore-case": _is_ignoring_case,
    "anything-but": _is_anything_but,
}
