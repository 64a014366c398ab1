"""What boto3 raises as the errors of `core.errors`: used by every adapter, so that nothing above sees botocore."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's own, which is no OSError
    HTTPClientError,
    IncompleteReadError,
    ParamValidationError,
)
from botocore.parsers import ResponseParserError

from lambdas.aws.codes import CHECK_KEY, MEANINGS, Meaning
from lambdas.core.errors import AlertError, GatehouseError, MissingError, RejectError, RetryError

# The call may or may not have arrived: no answer, or half of one.
NO_ANSWER = (ConnectionError, HTTPClientError, IncompleteReadError, ResponseParserError)


@contextmanager
def translated(service: str, operation: str) -> Iterator[None]:
    """Run one call; what boto3 raises becomes one of our errors, and says which call, the code, and AWS's words."""
    try:
        yield
    except ClientError as error:
        raise translate(service, operation, error) from error
    except NO_ANSWER as error:
        raise RetryError(f"{service}:{operation} got no answer: {error}") from error
    except ParamValidationError as error:
        raise RejectError(f"{service}:{operation} was not sent: {error}") from error
    except BotoCoreError as error:
        raise AlertError(f"{service}:{operation} could not be called: {error}") from error


def translate(service: str, operation: str, error: ClientError) -> GatehouseError:
    """The error to raise: what the code means, in AWS's words, and what to do next where that is known."""
    response: Mapping[str, Any] = error.response
    meaning, found = _meaning(response), response.get("Error", {})
    request_id = response.get("ResponseMetadata", {}).get("RequestId", "unknown")
    words = " ".join(part for part in (found.get("Message"), _reason(response)) if part)
    message = f"{service}:{operation} answered {found.get('Code', '')}: {words} (request {request_id})"
    return meaning.error(f"{message}: {meaning.next_step}" if meaning.next_step else message)


def meaning_of(code: str, status: int = 0) -> Meaning:
    """A code the table does not know is for a person, unless the HTTP status says it is AWS's fault or haste."""
    passes = status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return MEANINGS.get(code, Meaning(RetryError if passes else AlertError))


def is_code(error: ClientError, *codes: str) -> bool:
    """Whether AWS answered with one of these codes."""
    return error.response.get("Error", {}).get("Code") in codes


def _meaning(response: Mapping[str, Any]) -> Meaning:
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    meaning = meaning_of(response.get("Error", {}).get("Code", ""), status)
    if _reason(response).startswith("KMS_") and meaning.error is not RetryError:
        # The key is missing or refused, not what was asked for: "not found" would be taken for an answer.
        return Meaning(AlertError, CHECK_KEY)
    if response.get("ResourceType") == "IDENTITY_STORE" and issubclass(meaning.error, MissingError):
        return Meaning(AlertError, "the identity source may have been changed, which gives the store a new id")
    return meaning


def _reason(response: Mapping[str, Any]) -> str:
    """Beside the code: Identity Center's word on the customer managed key (sso-admin and identitystore API)."""
    return str(response.get("Reason") or "")
