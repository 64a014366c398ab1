"""A lane's messages, read. One that cannot be read is parked at once: it must not block the lane."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from lambdas.core.errors import RejectError
from lambdas.ports import DeadLetters

Read = TypeVar("Read")


def read_messages(
    bodies: Sequence[str], parse: Callable[[Mapping[str, Any]], Read], dead_letters: DeadLetters
) -> list[Read]:
    """The messages that `parse` understands, in order; the others are in the dead-letter queue with the reason."""
    found = []
    for body in bodies:
        try:
            found.append(parse(_parse_event(body)))
        except RejectError as error:
            dead_letters.park(body, str(error))
    return found


def _parse_event(body: str) -> Mapping[str, Any]:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RejectError(f"the message is not JSON: {error}") from error
    if not isinstance(event, dict):
        raise RejectError("the message is not a JSON object")
    return event
