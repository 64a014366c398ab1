"""EventBridge's pattern matching, as the embedded AWS does it: called as a library, without a server."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from sandbox.process import SandboxError


def matches(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Whether EventBridge would let the event through.

    Raises SandboxError where ministack is not installed, and ValueError for a pattern that EventBridge refuses.
    """
    status, answer = _ask({"EventPattern": json.dumps(pattern), "Event": json.dumps(event)})
    if status != 200:  # noqa: PLR2004 - HTTP's OK
        raise ValueError(
            answer.get("message") or answer.get("__type") or "EventBridge refuses the pattern or the event"
        )
    return bool(answer["Result"])


def _ask(request: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
    """The API call TestEventPattern."""
    status, _, body = _find_matcher()(request)
    return status, json.loads(body)


@cache
def _find_matcher() -> Callable[[Mapping[str, str]], tuple[int, Any, bytes]]:
    try:
        from ministack.services import eventbridge  # noqa: PLC0415 - it is an extra, and slow to import
    except ModuleNotFoundError as error:
        raise SandboxError(
            "the rules are matched by ministack, which is not installed: pip install 'gatehouse[sandbox]'"
        ) from error
    # ministack has no public way to match without a server.
    matcher: Callable[[Mapping[str, str]], tuple[int, Any, bytes]] = eventbridge._test_event_pattern  # noqa: SLF001
    return matcher
