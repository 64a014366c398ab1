"""Everybody in the directory."""

from typing import Any

import pytest
from botocore.stub import Stubber

from lambdas.aws.directory import AwsDirectory
from lambdas.core.errors import AlertError
from lambdas.ports import User
from tests.aws.conftest import Stub
from tests.aws.offline import add_pages

STORE = "d-41aa0000bb"
ONE, TWO = (f"41aa0000bb-7e0c3a52-8a51-4d3c-9a3e-2f61f0c5a00{n}" for n in "12")
REQUIRED = {"IdentityStoreId": STORE, "Revision": "1"}


@pytest.fixture
def stubber(stub: Stub) -> Stubber:
    return stub("identitystore")


@pytest.fixture
def directory(stubber: Stubber) -> AwsDirectory:
    return AwsDirectory(stubber.client, STORE)


def group(group_id: str, **members: str) -> dict[str, str]:
    return {"GroupId": group_id, "GroupArn": f"arn:aws:identitystore:::group/{ONE}", **REQUIRED, **members}


def user(user_id: str, name: str, **members: Any) -> dict[str, Any]:
    arn = f"arn:aws:identitystore:::user/{user_id}"
    return {"UserId": user_id, "UserArn": arn, "UserName": name, **REQUIRED, **members}


def test_groups_of_every_page(directory: AwsDirectory, stubber: Stubber) -> None:
    """Ids with their names, over an empty page; ids as ids even where AWS says ARNs."""
    pages = [
        [group(ONE, DisplayName="Developers")],
        [],
        [group(f"arn:aws:identitystore:::group/{TWO}")],
    ]
    add_pages(stubber, "list_groups", "Groups", pages, IdentityStoreId=STORE)
    assert directory.list_groups() == {ONE: "Developers", TWO: TWO}


def test_users_of_every_page(directory: AwsDirectory, stubber: Stubber) -> None:
    """Users with their e-mail addresses."""
    pages = [
        [user(ONE, "ana", Emails=[{"Value": "ana@example.com"}])],
        [user(TWO, "ben", UserStatus="DISABLED")],
    ]
    add_pages(stubber, "list_users", "Users", pages, IdentityStoreId=STORE)
    assert directory.list_users() == (User(ONE, "ana", "", ("ana@example.com",)), User(TWO, "ben", enabled=False))


@pytest.mark.parametrize("method", ["list_groups", "list_users"])
def test_failed_reads(directory: AwsDirectory, stubber: Stubber, method: str) -> None:
    """A directory that cannot be read is not an empty one."""
    stubber.add_client_error(method, "AccessDeniedException")
    with pytest.raises(AlertError):
        getattr(directory, method)()


def test_members_of_every_page(directory: AwsDirectory, stubber: Stubber) -> None:
    """The users of one group; ids as ids even where AWS says ARNs."""

    def member(user_id: str) -> dict[str, Any]:
        arn = f"arn:aws:identitystore:::membership/{TWO}"
        ids = {"IdentityStoreId": STORE, "MembershipId": TWO, "MembershipArn": arn, "GroupId": ONE}
        return {**ids, "MemberId": {"UserId": user_id}}

    pages = [[member(ONE)], [], [member(f"arn:aws:identitystore:::user/{TWO}")]]
    add_pages(stubber, "list_group_memberships", "GroupMemberships", pages, IdentityStoreId=STORE, GroupId=ONE)
    assert directory.list_members(ONE) == (ONE, TWO)
