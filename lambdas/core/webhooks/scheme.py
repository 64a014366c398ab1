"""One verifier for every sender that signs its body: how it signs is a value, not code.

| sender            | header                | signed                       | as                     |
| Standard Webhooks | webhook-signature     | {id}.{timestamp}.{body}      | v1, base64 of SHA-256  |
| BambooHR          | x-bamboohr-signature  | {body}{timestamp}            | hex of SHA-256         |
| HiBob             | bob-signature         | {body}                       | base64 of SHA-512      |
| Personio, Gusto   | x-...-signature       | {body}                       | hex of SHA-256         |
| Deel              | x-deel-signature      | POST{body}                   | hex of SHA-256         |
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lambdas.core.errors import AlertError
from lambdas.core.webhooks.age import check_age
from lambdas.core.webhooks.errors import UnauthenticatedError
from lambdas.core.webhooks.request import Request

SECRET_PREFIX = "whsec_"  # noqa: S105 - the specification's prefix, not a secret
_PLACE = re.compile(r"(\{(?:body|id|timestamp)\})")


class Algorithm(StrEnum):
    """The hash under the HMAC."""

    SHA256 = "sha256"
    SHA512 = "sha512"


class Encoding(StrEnum):
    """How the signature's bytes are written."""

    HEX = "hex"
    BASE64 = "base64"


class SecretForm(StrEnum):
    """How the secret is written: the text itself is the key, or base64 of it ('whsec_' in front is allowed)."""

    TEXT = "text"
    BASE64 = "base64"


class Scheme(BaseModel):
    """`header` holds one or more signatures, each after `prefix`; `timestamp` and `id` name signed headers.

    `message` is what is signed, with {body}, {timestamp} and {id} in their places.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    header: str = Field(min_length=1)
    algorithm: Algorithm = Algorithm.SHA256
    encoding: Encoding = Encoding.HEX
    message: str = "{body}"
    prefix: str = ""
    timestamp: str = ""
    id: str = ""
    secret: SecretForm = SecretForm.TEXT

    @model_validator(mode="after")
    def _signs_what_it_reads(self) -> Self:
        """A header that is not signed proves nothing; and one that is must have a name."""
        if "{body}" not in self.message:
            raise ValueError("message must contain {body}: what is not signed is not proven")
        for name in ("timestamp", "id"):
            if bool(getattr(self, name)) != (f"{{{name}}}" in self.message):
                raise ValueError(f"{name} names a header exactly when message contains {{{name}}}")
        return self

    def prove(self, request: Request, secrets: Iterable[str]) -> str:
        """The message's id: the sender's where one is signed, or else a digest of all that is signed.

        Raises UnauthenticatedError unless one of the secrets signed the request at most five minutes ago or ahead,
        where a time is signed; AlertError for a secret that is written wrongly.
        """
        message_id, timestamp = self._signed_header(request, self.id), self._signed_header(request, self.timestamp)
        if self.timestamp:
            check_age(timestamp, request.received_at)
        signed = self._message(request.body, message_id, timestamp)
        expected = [self._signature(secret, signed) for secret in secrets if secret]
        given = request.header(self.header).split()
        # Every pair is compared: the time it takes tells nothing of which was close.
        matches = [hmac.compare_digest(ours.encode(), theirs.encode()) for ours in expected for theirs in given]
        if not any(matches):
            raise UnauthenticatedError("no signature matches")
        return message_id or hashlib.sha256(signed).hexdigest()

    def sign(self, secret: str, body: bytes, *, message_id: str = "", timestamp: str = "") -> str:
        """The header's value as the sender writes it: for tests, and for whoever connects an HR system by hand."""
        return self._signature(secret, self._message(body, message_id, timestamp))

    def _signed_header(self, request: Request, name: str) -> str:
        value = request.header(name) if name else ""
        if name and not value:
            raise UnauthenticatedError(f"{name} is missing")
        return value

    def _message(self, body: bytes, message_id: str, timestamp: str) -> bytes:
        places = {"{body}": body, "{id}": _encoded(message_id), "{timestamp}": _encoded(timestamp)}
        return b"".join(places.get(part, part.encode()) for part in _PLACE.split(self.message))

    def _signature(self, secret: str, signed: bytes) -> str:
        digest = hmac.digest(self._key(secret), signed, self.algorithm.value)
        return self.prefix + (digest.hex() if self.encoding is Encoding.HEX else base64.b64encode(digest).decode())

    def _key(self, secret: str) -> bytes:
        if self.secret is SecretForm.TEXT:
            return secret.encode()
        try:
            return base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
        except (binascii.Error, ValueError) as error:
            raise AlertError("a webhook secret is not base64, with 'whsec_' in front or without") from error


def _encoded(text: str) -> bytes:
    # A header may hold what is no Unicode text; it then matches no signature.
    return text.encode(errors="surrogatepass")
