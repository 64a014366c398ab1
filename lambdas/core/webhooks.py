"""Standard Webhooks 1.0.0: is this request from somebody who holds the secret, and is it fresh?

Signed is "{webhook-id}.{webhook-timestamp}.{raw body}" with HMAC-SHA256; the header holds one or more "v1,<base64>",
so that a sender can rotate keys. The raw bytes are verified before anything is parsed.
"""

import base64
import binascii
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from lambdas.core.errors import RejectError

TOLERANCE = timedelta(minutes=5)
SECRET_PREFIX = "whsec_"  # noqa: S105 - the specification's prefix, not a secret
VERSION = "v1"
# Twelve digits reach the year 33658.
LONGEST_TIMESTAMP = 12


class UnauthenticatedError(RejectError):
    """The request does not prove where it comes from, or is not fresh. Answered with 401 and no detail."""


class TooLargeError(RejectError):
    """The body is larger than any event HR sends."""


class ReusedIdError(RejectError):
    """The sender has used this id for another event: one of the two would be lost."""


def check_signature(secrets: Iterable[str], headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """The message id of a request that is genuine and at most five minutes off; raises UnauthenticatedError otherwise.

    Any of the secrets may have signed it: while one is rotated, two are valid. Header names are case-insensitive.
    """
    found = {name.lower(): value for name, value in headers.items()}
    message_id, timestamp, signatures = (found.get(f"webhook-{part}", "") for part in ("id", "timestamp", "signature"))
    if not (message_id and timestamp and signatures):
        raise UnauthenticatedError("webhook-id, webhook-timestamp or webhook-signature is missing")
    _check_age(timestamp, now)
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = [_signature(secret, signed) for secret in secrets if secret]
    given = [value for version, _, value in (part.partition(",") for part in signatures.split()) if version == VERSION]
    matches = [hmac.compare_digest(ours.encode(), theirs.encode()) for ours in expected for theirs in given]
    if not any(matches):
        raise UnauthenticatedError("no signature matches")
    return message_id


def make_signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The webhook-signature header of a sender: for tests, the demo and whoever connects an HR system by hand."""
    return f"{VERSION},{_signature(secret, f'{message_id}.{timestamp}.'.encode() + body)}"


def _signature(secret: str, signed: bytes) -> str:
    return base64.b64encode(hmac.digest(_key(secret), signed, "sha256")).decode()


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error as error:
        raise RejectError("the webhook secret must be 'whsec_' and base64, as Standard Webhooks says") from error


def _check_age(timestamp: str, now: datetime) -> None:
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= LONGEST_TIMESTAMP):
        raise UnauthenticatedError("webhook-timestamp is not Unix seconds")
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        raise UnauthenticatedError("webhook-timestamp is more than five minutes away from now")
