"""Pages with opaque tokens, as every list of AWS has them."""

import base64
import binascii
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from sandbox.emulator.identity.wire.errors import AwsError


def page(items: Mapping[str, Any], payload: dict[str, Any], member: str, *, most: int = 100) -> dict[str, Any]:
    """One page of `items` under `member`, with `NextToken` when more follow.

    A token remembers the last key it saw and not a position, so an item deleted between two pages hides no other.
    """
    keys = sorted(items)
    start = bisect_right(keys, _last_seen(payload["NextToken"])) if payload.get("NextToken") else 0
    size = min(payload.get("MaxResults") or most, most)
    chosen = keys[start : start + size]
    answer: dict[str, Any] = {member: [items[key] for key in chosen]}
    if start + size < len(keys):
        answer["NextToken"] = base64.urlsafe_b64encode(f"after:{chosen[-1]}".encode()).decode()
    return answer


def page_lower(items: Mapping[str, Any], payload: dict[str, Any], member: str) -> dict[str, Any]:
    """A page where the service spells its members in lower camel case: `maxResults`, `nextToken`."""
    asked = {"MaxResults": payload.get("maxResults"), "NextToken": payload.get("nextToken")}
    answer = page(items, asked, member)
    return {{"NextToken": "nextToken"}.get(name, name): value for name, value in answer.items()}


def _last_seen(token: str) -> str:
    try:
        prefix, _, key = base64.urlsafe_b64decode(token.encode()).decode().partition(":")
    except (binascii.Error, ValueError):
        prefix, key = "", ""
    if prefix != "after":
        raise AwsError("ValidationException", "The NextToken is not valid.")
    return key
