"""AWS's errors as ours."""

import botocore.session
import pytest
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    ReadTimeoutError,
)
from botocore.parsers import ResponseParserError

from lambdas.aws.codes import CHECK_KEY, MEANINGS
from lambdas.aws.faults import is_code, translate, translated
from lambdas.core.errors import AlertError, GatehouseError, MissingError, RejectError, RetryError

CODES: list[tuple[str, type[GatehouseError]]] = [
    ("ConcurrentModificationException", RetryError),
    ("ConflictException", RetryError),
    ("InternalError", RetryError),
    ("InternalException", RetryError),
    ("InternalFailure", RetryError),
    ("InternalServerError", RetryError),
    ("InternalServerException", RetryError),
    ("InternalServiceException", RetryError),
    ("KMSThrottling", RetryError),
    ("LimitExceededException", RetryError),
    ("PolicyChangesInProgressException", RetryError),
    ("ProvisionedThroughputExceededException", RetryError),
    ("ReplicatedWriteConflictException", RetryError),
    ("RequestLimitExceeded", RetryError),
    ("RequestTimeout", RetryError),
    ("RequestTimeoutException", RetryError),
    ("ServiceException", RetryError),
    ("ServiceQuotaExceededException", RetryError),
    ("ServiceUnavailable", RetryError),
    ("SlowDown", RetryError),
    ("Throttled", RetryError),
    ("ThrottledException", RetryError),
    ("Throttling", RetryError),
    ("ThrottlingException", RetryError),
    ("TooManyRequestsException", RetryError),
    ("TransactionConflictException", RetryError),
    ("TransactionInProgressException", RetryError),
    ("AccountNotFoundException", MissingError),
    ("ChildNotFoundException", MissingError),
    ("NotFound", MissingError),
    ("OrganizationalUnitNotFoundException", MissingError),
    ("ParentNotFoundException", MissingError),
    ("PolicyNotFoundException", MissingError),
    ("ResourceNotFoundException", MissingError),
    ("TargetNotFoundException", MissingError),
    ("InvalidInputException", RejectError),
    ("InvalidParameter", RejectError),
    ("InvalidParameterException", RejectError),
    ("InvalidParameterValue", RejectError),
    ("ParameterValueInvalid", RejectError),
    ("ValidationError", RejectError),
    ("ValidationException", RejectError),
    ("AWSOrganizationsNotInUseException", AlertError),
    ("AccessDenied", AlertError),
    ("AccessDeniedException", AlertError),
    ("AuthorizationError", AlertError),
    ("ConstraintViolationException", AlertError),
    ("DuplicatePolicyException", AlertError),
    ("ExpiredToken", AlertError),
    ("ExpiredTokenException", AlertError),
    ("InvalidClientTokenId", AlertError),
    ("ItemCollectionSizeLimitExceededException", AlertError),
    ("KMSAccessDenied", AlertError),
    ("KMSDisabled", AlertError),
    ("KMSInvalidState", AlertError),
    ("KMSNotFound", AlertError),
    ("KMSOptInRequired", AlertError),
    ("MalformedPolicyDocumentException", AlertError),
    ("SignatureDoesNotMatch", AlertError),
    ("UnauthorizedOperation", AlertError),
    ("UnrecognizedClientException", AlertError),
    ("UnsupportedAPIEndpointException", AlertError),
]

# The operations the adapters call, by service.
CALLS = {
    "dynamodb": ("PutItem", "Query"),
    "events": ("PutEvents",),
    "identitystore": (
        "DeleteGroupMembership",
        "DeleteUser",
        "DescribeGroup",
        "DescribeUser",
        "GetGroupId",
        "GetUserId",
        "ListGroupMembershipsForMember",
    ),
    "organizations": (
        "DescribeAccount",
        "DescribeOrganization",
        "DescribeOrganizationalUnit",
        "DescribePolicy",
        "ListAccountsForParent",
        "ListOrganizationalUnitsForParent",
        "ListParents",
        "ListRoots",
        "ListTagsForResource",
        "UpdatePolicy",
    ),
    "scheduler": ("CreateSchedule",),
    "sso-admin": (
        "CreateAccountAssignment",
        "DeleteAccountAssignment",
        "DescribeAccountAssignmentCreationStatus",
        "DescribeAccountAssignmentDeletionStatus",
        "DescribePermissionSet",
        "ListAccountAssignments",
        "ListAccountAssignmentsForPrincipal",
        "ListInstances",
        "ListPermissionSets",
        "ListPermissionSetsProvisionedToAccount",
    ),
}
# The ledger asks for a condition, and its failure is an answer there.
ANSWERS = {"ConditionalCheckFailedException"}


def make_error(code: str, status: int = 400, **members: str) -> ClientError:
    response = {
        "Error": {"Code": code, "Message": "words of AWS"},
        "ResponseMetadata": {"RequestId": "r-1", "HTTPStatusCode": status},
        **members,
    }
    return ClientError(response, "SomeOperation")


@pytest.mark.parametrize(("code", "expected"), CODES)
def test_code(code: str, expected: type[GatehouseError]) -> None:
    """Each code is the error that says what the caller must do, and nothing wider or narrower."""
    assert type(translate("sso-admin", "SomeOperation", make_error(code))) is expected


def test_every_code_of_the_table_has_its_row_here() -> None:
    """No code enters the table without a test that says what it means."""
    assert {code for code, _ in CODES} == set(MEANINGS)


@pytest.mark.parametrize(("service", "operation"), [(s, o) for s, operations in CALLS.items() for o in operations])
def test_every_error_of_every_call_is_in_the_table(service: str, operation: str) -> None:
    """Whatever the service model says a call can answer is in the table: nothing is left to the fallback."""
    model = botocore.session.get_session().get_service_model(service).operation_model(operation)
    assert {shape.error_code for shape in model.error_shapes} - ANSWERS <= set(MEANINGS)


@pytest.mark.parametrize(
    ("status", "expected"),
    [(400, AlertError), (403, AlertError), (429, RetryError), (500, RetryError), (503, RetryError)],
)
def test_unknown_code(status: int, expected: type[GatehouseError]) -> None:
    """A code nobody has heard of is for a person, unless the HTTP status says that it passes."""
    assert type(translate("sns", "Publish", make_error("BrandNewException", status))) is expected


def test_message_names_call_code_words_request_and_next_step() -> None:
    """A person can act on the message, and AWS support can find the request."""
    message = str(translate("organizations", "UpdatePolicy", make_error("AccessDeniedException")))
    assert message.startswith("organizations:UpdatePolicy answered AccessDeniedException: words of AWS (request r-1)")
    assert message.endswith(MEANINGS["AccessDeniedException"].next_step)


@pytest.mark.parametrize(
    ("code", "reason", "expected"),
    [
        ("AccessDeniedException", "KMS_AccessDeniedException", AlertError),
        ("ResourceNotFoundException", "KMS_NotFoundException", AlertError),
        ("ResourceNotFoundException", "KMS_KEY_NOT_FOUND", AlertError),
        ("ValidationException", "KMS_DisabledException", AlertError),
        ("ThrottlingException", "KMS_ThrottlingException", RetryError),
    ],
)
def test_trouble_with_the_key(code: str, reason: str, expected: type[GatehouseError]) -> None:
    """A key that is missing or refused is never taken for a missing user or for bad input, and the message says it."""
    error = translate("sso-admin", "ListPermissionSets", make_error(code, Reason=reason))
    assert type(error) is expected
    assert reason in str(error)
    assert (CHECK_KEY in str(error)) == (expected is AlertError)


def test_missing_identity_store() -> None:
    """A missing identity store says nothing about the user that was looked for."""
    error = make_error("ResourceNotFoundException", ResourceType="IDENTITY_STORE")
    assert type(translate("identitystore", "GetUserId", error)) is AlertError


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (EndpointConnectionError(endpoint_url="x"), RetryError),
        (ConnectTimeoutError(endpoint_url="x"), RetryError),
        (ReadTimeoutError(endpoint_url="x"), RetryError),
        (ResponseParserError("half an answer"), RetryError),
        (ParamValidationError(report="too short"), RejectError),
        (NoCredentialsError(), AlertError),
        (make_error("ConflictException"), RetryError),
    ],
)
def test_translated(raised: Exception, expected: type[GatehouseError]) -> None:
    """No answer is worth repeating, a call that could not be made is not; the cause is kept."""
    with pytest.raises(GatehouseError, match="sns:Publish") as caught, translated("sns", "Publish"):
        raise raised
    assert type(caught.value) is expected
    assert caught.value.__cause__ is raised


def test_our_own_errors_pass_through() -> None:
    """An error that already says what to do is not translated again."""
    with pytest.raises(MissingError, match=r"^ours$"), translated("sns", "Publish"):
        raise MissingError("ours")


def test_is_code() -> None:
    """A code is compared whole."""
    assert is_code(make_error("ConflictException"), "Throttling", "ConflictException")
    assert not is_code(make_error("ConflictExceptions"), "ConflictException")
