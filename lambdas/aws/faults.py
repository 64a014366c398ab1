"""AWS's error codes as the errors of `core.errors`: one table, used by every adapter."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import MappingProxyType

from botocore.exceptions import BotoCoreError, ClientError

from lambdas.core.errors import AlertError, GatehouseError, MissingError, RejectError, RetryError

RETRY = (
    "ConcurrentModificationException",
    "ConflictException",
    "InternalError",
    "InternalFailure",
    "InternalServerException",
    "InternalServiceException",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestTimeout",
    "RequestTimeoutException",
    "ServiceException",
    "ServiceQuotaExceededException",
    "ServiceUnavailable",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "TooManyRequestsException",
    "TransactionInProgressException",
)
MISSING = (
    "AccountNotFoundException",
    "ChildNotFoundException",
    "OrganizationalUnitNotFoundException",
    "ParentNotFoundException",
    "PolicyNotFoundException",
    "ResourceNotFoundException",
    "TargetNotFoundException",
)
REJECT = ("InvalidInputException", "ValidationError", "ValidationException")
ERRORS = MappingProxyType(
    dict.fromkeys(RETRY, RetryError) | dict.fromkeys(MISSING, MissingError) | dict.fromkeys(REJECT, RejectError)
)
SERVER_ERROR = 500


@contextmanager
def translated(service: str, operation: str) -> Iterator[None]:
    """Run one call; what boto3 raises becomes one of our errors, and says which call, the code, and AWS's words."""
    try:
        yield
    except ClientError as error:
        raise translate(service, operation, error) from error
    except BotoCoreError as error:
        raise RetryError(f"{service}:{operation} got no answer: {error}") from error


def translate(service: str, operation: str, error: ClientError) -> GatehouseError:
    """The error to raise. A code the table does not know is for a person, unless AWS says it is AWS's own fault."""
    found, meta = error.response.get("Error", {}), error.response.get("ResponseMetadata", {})
    code = found.get("Code", "")
    # Identity Center tells of a customer key it may not use with a Reason beside the code.
    reason = str(error.response.get("Reason") or "")
    words = " ".join(part for part in (found.get("Message", ""), reason) if part)
    message = f"{service}:{operation} answered {code}: {words} (request {meta.get('RequestId', 'unknown')})"
    fallback = RetryError if meta.get("HTTPStatusCode", 0) >= SERVER_ERROR else AlertError
    return ERRORS.get(code, fallback)(message)


def is_code(error: ClientError, *codes: str) -> bool:
    """Whether AWS answered with one of these codes."""
    return error.response.get("Error", {}).get("Code") in codes
