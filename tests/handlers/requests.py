"""HTTP API events as API Gateway hands them over, payload format 2.0."""

import base64
from typing import Any
from urllib.parse import parse_qsl, urlencode

from lambdas.core.webhooks import Request
from tests.flows.sending import send


def make_event(
    path: str, request: Request, *, encoded: bool = True, method: str = "POST", text: str | None = None
) -> dict[str, Any]:
    """The event of a request; `text` is handed over as the body in place of the request's bytes."""
    plain = base64.b64encode(request.body).decode() if encoded else request.body.decode(errors="surrogateescape")
    query = urlencode(request.query, errors="surrogatepass")
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": query,
        "queryStringParameters": dict(parse_qsl(query, errors="surrogateescape")) or None,
        "headers": dict(request.headers),
        "requestContext": {
            "http": {"method": method, "path": path, "sourceIp": request.source_ip},
            "stage": "$default",
        },
        "body": plain if text is None else text,
        "isBase64Encoded": encoded,
    }


def genuine(source: str, body: bytes, *, encoded: bool = True) -> dict[str, Any]:
    """A genuine request at the source's own path."""
    return make_event(f"/workers/{source}", send(source, body), encoded=encoded)
