"""One call for one JSON object, over TLS, within seconds; what goes wrong is one of the errors of `core.errors`."""

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from lambdas.core.errors import AlertError, RetryError

# Seconds a connection or a read may take: the sender of the webhook waits, and gives up after a few more.
TIMEOUT = 3
# An employee's record is some kilobytes.
LARGEST_ANSWER = 1024 * 1024
_NO_SUCH = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_LATER = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The key belongs to one host: urllib would take it along to wherever a redirect points."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Nowhere: the redirect is an answer, and a wrong one."""
        return


# No proxy of the environment either: a function has none, and a key goes nowhere else.
_OPENER = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Call:
    """A GET, or a POST of `body` as JSON. `name` is whose API it is, for messages; neither address nor key is shown."""

    name: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Mapping[str, Any] | None = None

    def request(self) -> urllib.request.Request:
        """As urllib has it."""
        sent = None if self.body is None else json.dumps(self.body).encode()
        headers = {"Accept": "application/json", **({} if sent is None else {"Content-Type": "application/json"})}
        return urllib.request.Request(self.url, sent, {**headers, **self.headers})  # noqa: S310 - https, by its model


def find_object(call: Call, timeout: float = TIMEOUT) -> dict[str, Any] | None:
    """The JSON object the API answers; None when it says there is none.

    Raises RetryError for no answer, a throttle, or a failure of theirs; AlertError for anything else. No message has
    the address or a header in it: either may hold a key.
    """
    try:
        with _OPENER.open(call.request(), timeout=timeout) as answer:
            return _read(call.name, answer)
    except urllib.error.HTTPError as error:
        with error:
            _check_missing(call.name, error.code)
        return None
    except (ValueError, http.client.InvalidURL) as error:
        raise AlertError(
            f"the API of {call.name} cannot be called with what is declared: {type(error).__name__}"
        ) from error
    except (OSError, http.client.HTTPException) as error:
        raise RetryError(f"the API of {call.name} did not answer: {type(error).__name__}") from error


def _read(name: str, answer: http.client.HTTPResponse) -> dict[str, Any]:
    body = answer.read(LARGEST_ANSWER + 1)
    if len(body) > LARGEST_ANSWER:
        raise AlertError(f"the API of {name} answered more than {LARGEST_ANSWER} bytes for one employee")
    if answer.length:
        raise RetryError(f"the API of {name} did not answer to the end: {answer.length} bytes are missing")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise AlertError(f"the API of {name} answered something that is not JSON") from error
    if not isinstance(found, dict):
        raise AlertError(f"the API of {name} answered something else than one JSON object")
    return found


def _check_missing(name: str, status: int) -> None:
    if status in _NO_SUCH:
        return
    if status in _LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise RetryError(f"the API of {name} answered {status}")
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise AlertError(f"the API of {name} answered {status}: give it a valid key that may read employees")
    raise AlertError(f"the API of {name} answered {status}")
