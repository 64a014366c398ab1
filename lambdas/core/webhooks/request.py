"""A request as it came: the bytes, and what stands beside them."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lambdas.core.errors import RejectError


@dataclass(frozen=True, slots=True)
class Request:
    """`body` is what was sent, byte by byte; `source_ip` is what API Gateway saw, '' where it did not say."""

    headers: Mapping[str, str]
    body: bytes
    received_at: datetime
    query: Mapping[str, str] = field(default_factory=dict)
    source_ip: str = ""

    def header(self, name: str) -> str:
        """The value of a header, whatever its case; '' when there is none."""
        wanted = name.lower()
        return next((value for found, value in self.headers.items() if found.lower() == wanted), "") or ""

    def content_type(self) -> str:
        """Without parameters such as the charset."""
        return self.header("content-type").partition(";")[0].strip().lower()


def parse_request(event: Mapping[str, Any], received_at: datetime) -> Request:
    """Read what API Gateway hands over (HTTP API, payload format 2.0). The body is the bytes a signature covers.

    Raises RejectError for a body that is neither text nor the base64 it says to be.
    """
    body, address = event.get("body") or "", event.get("requestContext", {}).get("http", {}).get("sourceIp", "")
    try:
        sent = base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()
    except ValueError as error:
        raise RejectError("the body is neither text nor base64") from error
    return Request(event.get("headers") or {}, sent, received_at, event.get("queryStringParameters") or {}, address)
