"""The account access manager: off where it is not in use, and never off because a question failed."""

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.stub import Stubber
from urllib3.exceptions import NameResolutionError, NewConnectionError

from lambdas.aws.account_access import DENIED, NOT_HERE, NOT_IN_USE, AwsAccountAccess
from lambdas.core.entitlements import Entitlement, Entitlements
from lambdas.core.errors import AlertError, RetryError
from tests.aws.conftest import Stub

NOW = datetime(2031, 2, 3, tzinfo=UTC)
USER = "31aa00bb01-5d0c3a52-8a51-4d3c-9a3e-2f61f0c5a001"
ARN = "arn:aws:account-access:eu-north-1:210987654321:application/app-0123456789abcdef"
ROLE = "arn:aws:iam::310000000002:role/Auditor"
HELD = Entitlement(ARN, "ent-1", ROLE)


@pytest.fixture
def stubber(stub: Stub) -> Stubber:
    return stub("account-access")


@pytest.fixture
def manager(stubber: Stubber) -> AwsAccountAccess:
    return AwsAccountAccess(stubber.client)


def add_applications(stubber: Stubber, *arns: str) -> None:
    found = [{"applicationArn": arn, "createdAt": NOW, "updatedAt": NOW} for arn in arns]
    stubber.add_response("list_applications", {"applications": found}, {})


def entitlement(entitlement_id: str) -> dict[str, Any]:
    held = {"principal": {"identityCenter": {"userId": USER}}, "roleArn": ROLE, "account": "310000000002"}
    return {"entitlementId": entitlement_id, "entitlement": {"principalRole": held}, "createdAt": NOW}


def add_entitlements(stubber: Stubber, *pages: list[dict[str, Any]]) -> None:
    asked = {"principalRole": {"principal": {"identityCenter": {"userId": USER}}}}
    for number, items in enumerate(pages):
        token = {"nextToken": str(number)} if number else {}
        more = {"nextToken": str(number + 1)} if number < len(pages) - 1 else {}
        expected = {"applicationArn": ARN, "filter": asked, **token}
        stubber.add_response("list_entitlements", {"entitlements": items, **more}, expected)


def test_every_page(manager: AwsAccountAccess, stubber: Stubber) -> None:
    """What the user itself may take, of every page."""
    add_applications(stubber, ARN)
    add_entitlements(stubber, [entitlement("ent-1")], [], [entitlement("ent-2")])
    assert manager.list_entitlements(USER) == Entitlements((HELD, Entitlement(ARN, "ent-2", ROLE)), "", (ARN,))


def test_applications_are_listed_once(manager: AwsAccountAccess, stubber: Stubber) -> None:
    """A second look at a user asks for the entitlements only."""
    add_applications(stubber, ARN)
    add_entitlements(stubber, [entitlement("ent-1")])
    add_entitlements(stubber, [])
    first = manager.list_entitlements(USER)
    assert first.found == (HELD,)
    assert manager.list_entitlements(USER, first.applications) == Entitlements(applications=(ARN,))


@pytest.mark.parametrize("code", ["ResourceNotFoundException", "AccessDeniedException"])
def test_an_application_that_is_gone(manager: AwsAccountAccess, stubber: Stubber, code: str) -> None:
    """What was known of the manager does not hide that it is another one now, or off."""
    for applications in ((ARN,), ()):
        stubber.add_client_error("list_entitlements", code)
        add_applications(stubber, *applications)
        if applications:
            add_entitlements(stubber, [entitlement("ent-1")])
    gone = ("arn:aws:account-access:eu-north-1:210987654321:application/app-gone",)
    assert manager.list_entitlements(USER, gone).found == (HELD,)
    assert manager.list_entitlements(USER, gone) == Entitlements(off=NOT_IN_USE)


def test_no_application(manager: AwsAccountAccess, stubber: Stubber) -> None:
    """Without an application the service is not in use, and that is said."""
    add_applications(stubber)
    assert manager.list_entitlements(USER) == Entitlements(off=NOT_IN_USE)


def test_denied(manager: AwsAccountAccess, stubber: Stubber) -> None:
    """AWS denies the question where the service is not enabled, and that is said."""
    stubber.add_client_error("list_applications", "AccessDeniedException")
    assert manager.list_entitlements(USER) == Entitlements(off=DENIED)


class Nowhere:
    """A client whose endpoint cannot be reached, for this reason."""

    def __init__(self, reason: Exception) -> None:
        self._reason = reason

    def list_applications(self, **_: Any) -> None:
        raise EndpointConnectionError(endpoint_url="https://example.invalid", error=self._reason)


def test_no_such_endpoint() -> None:
    """A Region that has no endpoint of this name has no account access manager."""
    reason = NameResolutionError("example.invalid", None, OSError())  # type: ignore[arg-type]
    assert AwsAccountAccess(Nowhere(reason)).list_entitlements(USER) == Entitlements(off=NOT_HERE)


def test_endpoint_that_does_not_answer() -> None:
    """An endpoint that is there and does not answer is no answer."""
    with pytest.raises(RetryError):
        AwsAccountAccess(Nowhere(NewConnectionError(None, "refused"))).list_entitlements(USER)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("method", "code", "expected"),
    [
        ("list_applications", "ThrottlingException", RetryError),
        ("list_applications", "InternalServerException", RetryError),
        ("list_entitlements", "AccessDeniedException", AlertError),
        ("list_entitlements", "ThrottlingException", RetryError),
    ],
)
def test_failed(manager: AwsAccountAccess, stubber: Stubber, method: str, code: str, expected: Any) -> None:
    """A question that failed is not an empty answer."""
    if method == "list_entitlements":
        add_applications(stubber, ARN)
    stubber.add_client_error(method, code)
    with pytest.raises(expected, match=code):
        manager.list_entitlements(USER)


def test_delete(manager: AwsAccountAccess, stubber: Stubber) -> None:
    """An entitlement is deleted by its id; one that is gone was deleted."""
    asked = {"applicationArn": ARN, "entitlementId": "ent-1"}
    stubber.add_response("delete_entitlement", {}, asked)
    manager.delete_entitlement(HELD)
    stubber.add_client_error("delete_entitlement", "ResourceNotFoundException")
    manager.delete_entitlement(HELD)
