"""AWS's error codes, each as the error of `core.errors` it means and the next step, where one is known: one table.

Codes are those of the service models of botocore (`error_shapes`), and the general ones of the AWS API references.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from lambdas.core.errors import AlertError, GatehouseError, MissingError, RejectError, RetryError


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code asks of the caller. `next_step` is a sentence for a person, or empty."""

    error: type[GatehouseError]
    next_step: str = ""


def _mean(codes: Iterable[str], error: type[GatehouseError], next_step: str = "") -> dict[str, Meaning]:
    return dict.fromkeys(codes, Meaning(error, next_step))


THROTTLED = (
    "KMSThrottling",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "SlowDown",
    "Throttled",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
)
# Another write is not through yet; the recommended answer is to back off (sso-admin API, ConflictException).
_IN_THE_WAY = (
    "ConcurrentModificationException",
    "ConflictException",
    "PolicyChangesInProgressException",
    "ReplicatedWriteConflictException",
    "TransactionConflictException",
    "TransactionInProgressException",
)
# Identity Center says so too of more than 15 outstanding requests, which passes; a real quota is told after a day.
_FULL_FOR_NOW = ("LimitExceededException", "ServiceQuotaExceededException")
_AWS_FAILED = (
    "InternalError",
    "InternalException",
    "InternalFailure",
    "InternalServerError",
    "InternalServerException",
    "InternalServiceException",
    "RequestTimeout",
    "RequestTimeoutException",
    "ServiceException",
    "ServiceUnavailable",
)
_MISSING = (
    "AccountNotFoundException",
    "ChildNotFoundException",
    "NotFound",
    "OrganizationalUnitNotFoundException",
    "ParentNotFoundException",
    "PolicyNotFoundException",
    "ResourceNotFoundException",
    "TargetNotFoundException",
)
_BAD_INPUT = (
    "InvalidInputException",
    "InvalidParameter",
    "InvalidParameterException",
    "InvalidParameterValue",
    "ParameterValueInvalid",
    "ValidationError",
    "ValidationException",
)
_DENIED = ("AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation")
_NO_IDENTITY = (
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidClientTokenId",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
)
_KEY_REFUSED = ("KMSAccessDenied", "KMSDisabled", "KMSInvalidState", "KMSNotFound", "KMSOptInRequired")

CHECK_KEY = "check the state of the customer managed key and its key policy"
MEANINGS = MappingProxyType(
    _mean(THROTTLED + _IN_THE_WAY + _FULL_FOR_NOW + _AWS_FAILED, RetryError)
    | _mean(_MISSING, MissingError)
    | _mean(_BAD_INPUT, RejectError)
    | _mean(_DENIED, AlertError, "check the role of this function, and the service control policies above it")
    | _mean(_NO_IDENTITY, AlertError, "check the AWS credentials and the clock of this machine")
    | _mean(_KEY_REFUSED, AlertError, CHECK_KEY)
    | {
        "AWSOrganizationsNotInUseException": Meaning(AlertError, "deploy Gatehouse in the management account"),
        "ConstraintViolationException": Meaning(AlertError, "see the quotas of AWS Organizations"),
        "DuplicatePolicyException": Meaning(AlertError, "another policy has this name and content: delete that one"),
        "ItemCollectionSizeLimitExceededException": Meaning(AlertError, "the state table cannot hold more of this"),
        "MalformedPolicyDocumentException": Meaning(AlertError, "restore the content of the policy"),
        "UnsupportedAPIEndpointException": Meaning(AlertError, "call AWS Organizations in its own Region"),
    }
)
