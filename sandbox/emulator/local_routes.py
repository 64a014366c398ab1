"""Control routes under `/_local/`: what a test or a demo may do to this AWS that no AWS API can.

A handler takes the request's JSON object and returns a JSON object. It runs on the server's event loop, as ministack's
own request handlers do: state needs no locks, and a handler must not block.
"""

from collections.abc import Callable
from typing import Any

Handler = Callable[[dict[str, Any]], dict[str, Any]]

PREFIX = "/_local/"

_handlers: dict[str, Handler] = {}


class LocalRequestError(ValueError):
    """The request's body is not what the route takes; answered with 400 and this message."""


def register(path: str, handler: Handler) -> None:
    """Serve `path` (under `/_local/`) with this handler. A path that is served already raises ValueError."""
    if not path.startswith(PREFIX):
        raise ValueError(f"{path} is not under {PREFIX}")
    if path in _handlers:
        raise ValueError(f"{path} is registered already")
    _handlers[path] = handler


def answer(path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Status and JSON object for one request: 404 for an unknown path, 400 for a `LocalRequestError`."""
    handler = _handlers.get(path)
    if handler is None:
        return 404, {"error": f"no route {path}; there are {', '.join(sorted(_handlers))}"}
    try:
        return 200, handler(body)
    except LocalRequestError as error:
        return 400, {"error": str(error)}
