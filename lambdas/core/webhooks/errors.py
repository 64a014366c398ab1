"""Why a request from outside is refused."""

from lambdas.core.errors import RejectError


class UnauthenticatedError(RejectError):
    """The request does not prove where it comes from, or is not fresh. Answered with 401 and no detail."""


class TooLargeError(RejectError):
    """The body is larger than any event HR sends."""


class UnsupportedTypeError(RejectError):
    """The body is not of a content type this sender uses."""


class ReusedIdError(RejectError):
    """The sender has used this id for another event: one of the two would be lost."""
