"""Is this request from somebody who holds the secret, and is it fresh? Proven over the raw bytes, before parsing."""

from lambdas.core.webhooks.errors import ReusedIdError, TooLargeError, UnauthenticatedError, UnsupportedTypeError
from lambdas.core.webhooks.request import Request, parse_request
from lambdas.core.webhooks.scheme import Algorithm, Encoding, Scheme, SecretForm
from lambdas.core.webhooks.shared_secret import SharedSecret
from lambdas.core.webhooks.standard import STANDARD

__all__ = [
    "STANDARD",
    "Algorithm",
    "Encoding",
    "Request",
    "ReusedIdError",
    "Scheme",
    "SecretForm",
    "SharedSecret",
    "TooLargeError",
    "UnauthenticatedError",
    "UnsupportedTypeError",
    "parse_request",
]
