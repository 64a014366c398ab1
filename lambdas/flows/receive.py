"""A webhook has come in: prove its origin, read it, and put it on the bus once."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from lambdas.core.errors import RejectError
from lambdas.core.webhooks import TooLargeError, check_signature
from lambdas.core.workers import WorkerEvent, parse_worker_event

LARGEST_BODY = 256 * 1024


def receive(
    headers: Mapping[str, str],
    body: bytes,
    *,
    now: datetime,
    secrets: Callable[[], Sequence[str]],
    publish_once: Callable[[WorkerEvent], None],
) -> WorkerEvent:
    """The event, now on the bus. The raw bytes are verified before anything is parsed.

    Raises UnauthenticatedError, TooLargeError, or RejectError with the reason.
    """
    if len(body) > LARGEST_BODY:
        raise TooLargeError(f"the body is larger than {LARGEST_BODY} bytes")
    message_id = check_signature(secrets(), headers, body, now)
    event = parse_worker_event(message_id, _parse_json(body))
    publish_once(event)
    return event


def _parse_json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RejectError(f"the body is not JSON: {error}") from error
