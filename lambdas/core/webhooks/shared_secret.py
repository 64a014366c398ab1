"""For a sender that cannot sign: the secret itself travels with the request, over TLS."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from lambdas.core.webhooks.errors import UnauthenticatedError
from lambdas.core.webhooks.request import Request


@dataclass(frozen=True, slots=True)
class SharedSecret:
    """The secret stands in `header` after `prefix`, or in the query under `parameter`."""

    header: str = "authorization"
    prefix: str = "Bearer "
    parameter: str = "token"

    def prove(self, request: Request, secrets: Iterable[str]) -> str:
        """The message's id: what is sent again within the same minute is one message.

        Such a body names no moment, so two changes of one worker look alike and must not be taken for one. Raises
        UnauthenticatedError when none of the secrets is there.
        """
        given = request.header(self.header) or self.prefix + request.query.get(self.parameter, "")
        sent = given.encode(errors="surrogatepass")
        matches = [hmac.compare_digest((self.prefix + secret).encode(), sent) for secret in secrets if secret]
        if not any(matches):
            raise UnauthenticatedError("the shared secret is missing or wrong")
        minute = f"{request.received_at:%Y-%m-%dT%H:%M}".encode()
        return hashlib.sha256(minute + request.body).hexdigest()
