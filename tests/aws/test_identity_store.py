"""Users, groups and memberships."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.stub import Stubber

from lambdas.aws.identity_store import AwsIdentityStore
from lambdas.core.errors import AlertError, RetryError
from lambdas.ports import Membership, User
from tests.aws.conftest import Stub
from tests.aws.offline import add_pages

STORE = "d-31aa00bb01"
USER, GROUP, OTHER, MEMBERSHIP = (f"31aa00bb01-5d0c3a52-8a51-4d3c-9a3e-2f61f0c5a00{n}" for n in range(4))
EMAIL = "zoe@example.org"
MEMBER = Membership(MEMBERSHIP, GROUP, USER)


@pytest.fixture
def stubber(stub: Stub) -> Stubber:
    return stub("identitystore")


@pytest.fixture
def store(stubber: Stubber) -> AwsIdentityStore:
    return AwsIdentityStore(stubber.client, STORE)


def arn(kind: str, resource_id: str) -> str:
    return f"arn:aws:identitystore:::{kind}/{resource_id}"


def lookup(path: str, value: str) -> dict[str, Any]:
    unique = {"AttributePath": path, "AttributeValue": value}
    return {"IdentityStoreId": STORE, "AlternateIdentifier": {"UniqueAttribute": unique}}


def add_found(stubber: Stubber, kind: str, path: str, value: str, resource_id: str) -> None:
    """Get<kind>Id's answer."""
    answer = {"IdentityStoreId": STORE, f"{kind}Id": resource_id, f"{kind}Arn": arn(kind.lower(), resource_id[-36:])}
    stubber.add_response(f"get_{kind.lower()}_id", answer, lookup(path, value))


def add_not_found(stubber: Stubber, method: str, resource_type: str, expected: dict[str, Any] | None = None) -> None:
    modeled = {"ResourceType": resource_type}
    stubber.add_client_error(method, "ResourceNotFoundException", modeled_fields=modeled, expected_params=expected)


def add_user(stubber: Stubber, **members: Any) -> None:
    answer = {"IdentityStoreId": STORE, "UserId": USER, "UserArn": arn("user", USER), "Revision": "1", **members}
    stubber.add_response("describe_user", answer, {"IdentityStoreId": STORE, "UserId": USER})


def add_group(stubber: Stubber, group_id: str, name: str) -> None:
    answer = {
        "IdentityStoreId": STORE,
        "GroupId": group_id,
        "GroupArn": arn("group", group_id),
        "Revision": "1",
        "DisplayName": name,
    }
    stubber.add_response("describe_group", answer, {"IdentityStoreId": STORE, "GroupId": group_id})


def member(membership_id: str, group_id: str) -> dict[str, Any]:
    membership_arn = arn("membership", membership_id[-36:])
    return {
        "IdentityStoreId": STORE,
        "MembershipId": membership_id,
        "MembershipArn": membership_arn,
        "GroupId": group_id,
        "MemberId": {"UserId": USER},
    }


class TestFindUser:
    def test_by_user_name(self, store: AwsIdentityStore, stubber: Stubber) -> None:
        """The user of this name is found at the first question, with all that people know it by."""
        add_found(stubber, "User", "userName", EMAIL, USER)
        add_user(
            stubber,
            UserName=EMAIL,
            DisplayName="Zoe Q",
            Emails=[{"Value": EMAIL, "Primary": True}, {"Type": "work"}, {"Value": "zq@example.org"}],
            UserStatus="ENABLED",
        )
        assert store.find_user(EMAIL) == User(USER, EMAIL, "Zoe Q", (EMAIL, "zq@example.org"), enabled=True)

    def test_by_address(self, store: AwsIdentityStore, stubber: Stubber) -> None:
        """Where no user has the name, the one with the e-mail address is found."""
        add_not_found(stubber, "get_user_id", "USER", lookup("userName", EMAIL))
        add_found(stubber, "User", "emails.value", EMAIL, USER)
        add_user(stubber, UserName="zoe")
        assert store.find_user(EMAIL) == User(USER, "zoe")

    def test_nobody(self, store: AwsIdentityStore, stubber: Stubber) -> None:
        """There is nobody only when AWS has said so of the name and of the address."""
        add_not_found(stubber, "get_user_id", "USER", lookup("userName", EMAIL))
        add_not_found(stubber, "get_user_id", "USER", lookup("emails.value", EMAIL))
        assert store.find_user(EMAIL) is None

    def test_deleted_meanwhile(self, store: AwsIdentityStore, stubber: Stubber) -> None:
        """A user who was deleted between the two questions is nobody."""
        add_found(stubber, "User", "userName", EMAIL, USER)
        add_not_found(stubber, "describe_user", "USER")
        assert store.find_user(EMAIL) is None

    def test_id_that_comes_as_an_arn(self, store: AwsIdentityStore, stubber: Stubber) -> None:
        """An id that AWS gives as an ARN is the id, so that it equals what other calls say."""
        add_found(stubber, "User", "userName", EMAIL, arn("user", USER))
        add_user(stubber, UserName=EMAIL, UserId=arn("user", USER))
        found = store.find_user(EMAIL)
        assert found is not None
        assert found.id == USER


@pytest.mark.parametrize(
    ("members", "enabled"), [({"UserStatus": "ENABLED"}, True), ({"UserStatus": "DISABLED"}, False), ({}, None)]
)
def test_enabled(store: AwsIdentityStore, stubber: Stubber, members: dict[str, str], enabled: bool | None) -> None:
    """Where AWS does not say whether a user is enabled, neither do we."""
    add_user(stubber, UserName=EMAIL, **members)
    found = store.describe_user(USER)
    assert found is not None
    assert found.enabled is enabled


def add_groups(stubber: Stubber, groups: dict[str, str], token: str = "") -> None:
    rest = {"IdentityStoreId": STORE, "GroupArn": arn("group", GROUP), "Revision": "1"}
    items = [{"GroupId": i, "DisplayName": name, **rest} for name, i in groups.items()]
    answer = {"Groups": items, **({"NextToken": token} if token else {})}
    stubber.add_response("list_groups", answer, {"IdentityStoreId": STORE, "MaxResults": 100})


def test_find_one_group(store: AwsIdentityStore, stubber: Stubber) -> None:
    """One name has its id, ARN or not; a name AWS does not know is left out."""
    add_found(stubber, "Group", "displayName", "Developers", arn("group", GROUP))
    assert store.find_groups(["Developers"]) == {"Developers": GROUP}
    add_not_found(stubber, "get_group_id", "GROUP", lookup("displayName", "Nobody"))
    assert store.find_groups(["Nobody"]) == {}


def test_find_many_groups(store: AwsIdentityStore, stubber: Stubber) -> None:
    """One page of groups answers for many names, and is read no further than needed."""
    add_groups(stubber, {"Other": USER, "Developers": arn("group", GROUP), "Security": OTHER}, token="more")
    assert store.find_groups(["Developers", "Security"]) == {"Developers": GROUP, "Security": OTHER}


def test_a_group_that_the_list_has_lost(store: AwsIdentityStore, stubber: Stubber) -> None:
    """A name that no page has is asked for by itself: a damaged list never says that a group does not exist."""
    add_groups(stubber, {"Security": OTHER})
    add_found(stubber, "Group", "displayName", "Developers", GROUP)
    assert store.find_groups(["Developers", "Security"]) == {"Developers": GROUP, "Security": OTHER}


def test_describe_groups(store: AwsIdentityStore, stubber: Stubber) -> None:
    """Each id has its name; an id AWS does not know is left out."""
    add_group(stubber, GROUP, "Developers")
    add_not_found(stubber, "describe_group", "GROUP")
    assert store.describe_groups([GROUP, OTHER]) == {GROUP: "Developers"}


def test_list_memberships(store: AwsIdentityStore, stubber: Stubber) -> None:
    """Memberships of every page, an empty one between, and ids as ids even where AWS says ARNs."""
    pages = [[member(MEMBERSHIP, GROUP)], [], [member(arn("membership", OTHER), arn("group", OTHER))]]
    expected = {"IdentityStoreId": STORE, "MemberId": {"UserId": USER}}
    add_pages(stubber, "list_group_memberships_for_member", "GroupMemberships", pages, **expected)
    assert store.list_memberships(USER) == (MEMBER, Membership(OTHER, OTHER, USER))


def test_list_memberships_denied(store: AwsIdentityStore, stubber: Stubber) -> None:
    """A user whose groups cannot be read is not a user without groups."""
    stubber.add_client_error("list_group_memberships_for_member", "AccessDeniedException")
    with pytest.raises(AlertError):
        store.list_memberships(USER)


def test_delete(store: AwsIdentityStore, stubber: Stubber) -> None:
    """A membership and a user are deleted by their own ids."""
    stubber.add_response("delete_group_membership", {}, {"IdentityStoreId": STORE, "MembershipId": MEMBERSHIP})
    stubber.add_response("delete_user", {}, {"IdentityStoreId": STORE, "UserId": USER})
    store.delete_membership(MEMBER)
    store.delete_user(USER)


def test_delete_what_is_gone(store: AwsIdentityStore, stubber: Stubber) -> None:
    """Deleting what is already gone is done."""
    add_not_found(stubber, "delete_group_membership", "GROUP_MEMBERSHIP")
    add_not_found(stubber, "delete_user", "USER")
    store.delete_membership(MEMBER)
    store.delete_user(USER)


CALLS: list[tuple[str, Callable[[AwsIdentityStore], Any]]] = [
    ("get_user_id", lambda store: store.find_user(EMAIL)),
    ("describe_user", lambda store: store.describe_user(USER)),
    ("get_group_id", lambda store: store.find_groups(["Developers"])),
    ("describe_group", lambda store: store.describe_groups([GROUP])),
    ("delete_group_membership", lambda store: store.delete_membership(MEMBER)),
    ("delete_user", lambda store: store.delete_user(USER)),
]


@pytest.mark.parametrize(("method", "call"), CALLS)
@pytest.mark.parametrize("modeled", [{"ResourceType": "IDENTITY_STORE"}, {"Reason": "KMS_KEY_NOT_FOUND"}])
def test_missing_store_or_key(
    store: AwsIdentityStore,
    stubber: Stubber,
    method: str,
    call: Callable[[AwsIdentityStore], Any],
    modeled: dict[str, str],
) -> None:
    """A missing store or key is never an answer about a user, a group or a membership."""
    stubber.add_client_error(method, "ResourceNotFoundException", modeled_fields=modeled)
    with pytest.raises(AlertError):
        call(store)


@pytest.mark.parametrize(("method", "call"), CALLS)
def test_throttled(
    store: AwsIdentityStore, stubber: Stubber, method: str, call: Callable[[AwsIdentityStore], Any]
) -> None:
    """A throttled call is for later, never an empty answer."""
    stubber.add_client_error(method, "ThrottlingException")
    with pytest.raises(RetryError):
        call(store)


NAMES = {"given_name": "Zoe", "family_name": "Ode", "display_name": "Zoe Ode"}
CREATED = {
    "IdentityStoreId": STORE,
    "UserName": EMAIL,
    "DisplayName": "Zoe Ode",
    "Name": {"GivenName": "Zoe", "FamilyName": "Ode"},
    "Emails": [{"Value": EMAIL, "Type": "work", "Primary": True}],
}
JOINED = {"IdentityStoreId": STORE, "GroupId": GROUP, "MemberId": {"UserId": USER}}


class TestCreate:
    def test_user(self, store: AwsIdentityStore, stubber: Stubber) -> None:
        """A user has its address as its name, and the names HR gave."""
        stubber.add_response(
            "create_user",
            {"UserId": USER, "IdentityStoreId": STORE, "UserArn": arn("user", USER), "Revision": "1"},
            CREATED,
        )
        assert store.create_user(EMAIL, NAMES) == USER

    def test_user_who_exists_by_now(self, store: AwsIdentityStore, stubber: Stubber) -> None:
        """A name that is taken is the user that was wanted: a crashed run may have made it."""
        stubber.add_client_error("create_user", "ConflictException")
        add_found(stubber, "User", "userName", EMAIL, USER)
        assert store.create_user(EMAIL, NAMES) == USER

    def test_user_in_conflict(self, store: AwsIdentityStore, stubber: Stubber) -> None:
        """A conflict that leaves no user behind is for later."""
        stubber.add_client_error("create_user", "ConflictException")
        add_not_found(stubber, "get_user_id", "USER", lookup("userName", EMAIL))
        add_not_found(stubber, "get_user_id", "USER", lookup("emails.value", EMAIL))
        with pytest.raises(RetryError, match="ConflictException"):
            store.create_user(EMAIL, NAMES)

    def test_membership(self, store: AwsIdentityStore, stubber: Stubber) -> None:
        """A membership that is there already is done; two writes at once are for later."""
        for reason in ("", "UNIQUENESS_CONSTRAINT_VIOLATION"):
            if reason:
                stubber.add_client_error(
                    "create_group_membership", "ConflictException", modeled_fields={"Reason": reason}
                )
            else:
                created = {
                    "MembershipId": MEMBERSHIP,
                    "IdentityStoreId": STORE,
                    "MembershipArn": arn("membership", MEMBERSHIP),
                }
                stubber.add_response("create_group_membership", created, JOINED)
            store.create_membership(GROUP, USER)
        modeled = {"Reason": "CONCURRENT_MODIFICATION"}
        stubber.add_client_error("create_group_membership", "ConflictException", modeled_fields=modeled)
        with pytest.raises(RetryError):
            store.create_membership(GROUP, USER)
