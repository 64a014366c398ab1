"""The management account."""

import pytest

from lambdas.aws.management import find_management_account_id
from lambdas.core.errors import AlertError
from tests.aws.conftest import Stub


def test_management_account(stub: Stub) -> None:
    """It is the one the organization names."""
    stubber = stub("organizations")
    stubber.add_response("describe_organization", {"Organization": {"MasterAccountId": "410000000001"}}, {})
    assert find_management_account_id(stubber.client) == "410000000001"


def test_no_organization(stub: Stub) -> None:
    """An account without an organization is for a person."""
    stubber = stub("organizations")
    stubber.add_client_error("describe_organization", "AWSOrganizationsNotInUseException")
    with pytest.raises(AlertError):
        find_management_account_id(stubber.client)
