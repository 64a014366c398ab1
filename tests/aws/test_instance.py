"""Which instance is the organization's."""

from typing import Any

import pytest

from lambdas.aws.instance import Instance, find_instance
from lambdas.core.errors import AlertError
from tests.aws.conftest import Stub
from tests.aws.offline import add_pages

MANAGEMENT, MEMBER = "310000000001", "310000000002"


def instance(number: int, owner: str, **members: str) -> dict[str, Any]:
    arn = f"arn:aws:sso:::instance/ssoins-31aa0000bb00cc0{number}"
    return {"InstanceArn": arn, "IdentityStoreId": f"d-31aa00bb0{number}", "OwnerAccountId": owner, **members}


def test_the_management_accounts_own(stub: Stub) -> None:
    """Among account instances on every page, the one the management account owns is the organization's."""
    stubber = stub("sso-admin")
    mine = instance(2, MANAGEMENT, Status="ACTIVE")
    add_pages(stubber, "list_instances", "Instances", [[instance(1, MEMBER, Status="ACTIVE")], [], [mine]])
    assert find_instance(stubber.client, MANAGEMENT) == Instance(mine["InstanceArn"], mine["IdentityStoreId"])


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([], "found 0: deploy Gatehouse in the Region"),
        ([instance(1, MEMBER)], "found 0: deploy Gatehouse in the Region"),
        ([instance(1, MANAGEMENT), instance(2, MANAGEMENT)], "found 2"),
        ([instance(1, MANAGEMENT, Status="CREATE_IN_PROGRESS")], "CREATE_IN_PROGRESS, not ACTIVE: wait"),
        ([instance(1, MANAGEMENT, Status="CREATE_FAILED", StatusReason="no key")], "CREATE_FAILED.*no key"),
    ],
)
def test_no_instance_to_work_with(stub: Stub, found: list[dict[str, Any]], words: str) -> None:
    """None, several, or one that is not ready is for a person, and the message says what to do."""
    stubber = stub("sso-admin")
    add_pages(stubber, "list_instances", "Instances", [found])
    with pytest.raises(AlertError, match=words):
        find_instance(stubber.client, MANAGEMENT)
