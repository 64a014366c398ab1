"""The directory (identitystore): users, groups, memberships."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from lambdas.aws.faults import is_code, translated
from lambdas.aws.pages import list_all
from lambdas.core.errors import MissingError
from lambdas.ports import Membership, User

if TYPE_CHECKING:
    from mypy_boto3_identitystore import IdentityStoreClient

SERVICE = "identitystore"
# The largest page (identitystore API).
PAGE = 100
# Of the two reasons of a ConflictException; the other is a write at the same time (identitystore API).
EXISTS = "UNIQUENESS_CONSTRAINT_VIOLATION"


class AwsIdentityStore:
    """One identity store."""

    def __init__(self, client: "IdentityStoreClient", identity_store_id: str) -> None:
        self._client: Any = client
        self._store = {"IdentityStoreId": identity_store_id}

    def find_groups(self, names: Iterable[str]) -> dict[str, str]:
        """Display name -> id. Many are looked for in ListGroups first, as long as a page costs less than asking.

        A name that no page has is asked for by itself: a list that lost something looks like a group that is gone.
        """
        wanted = set(names)
        found = self._list_groups(wanted, most_pages=len(wanted) // 2)
        for name in sorted(wanted - found.keys()):
            group_id = self._find("get_group_id", "displayName", name, "GroupId")
            found |= {name: group_id} if group_id else {}
        return found

    def _list_groups(self, wanted: set[str], most_pages: int) -> dict[str, str]:
        """Those of the wanted names that stand on the first pages."""
        groups = list_all(SERVICE, self._client.list_groups, "Groups", MaxResults=PAGE, **self._store)
        found: dict[str, str] = {}
        for group in islice(groups, most_pages * PAGE):
            if (name := group.get("DisplayName")) in wanted:
                found[name] = parse_id(group["GroupId"])
            if len(found) == len(wanted):
                break
        return found

    def find_user(self, email: str) -> User | None:
        """By user name first, because it is unique; then by e-mail address."""
        user_id = self.find_user_id(email)
        return self.describe_user(user_id) if user_id else None

    def find_user_id(self, email: str) -> str | None:
        """GetUserId by user name, then by e-mail address."""
        return self._find("get_user_id", "userName", email, "UserId") or self._find(
            "get_user_id", "emails.value", email, "UserId"
        )

    def describe_user(self, user_id: str) -> User | None:
        """DescribeUser."""
        found = self._ask("describe_user", UserId=user_id)
        return parse_user(found) if found else None

    def describe_groups(self, group_ids: Iterable[str]) -> dict[str, str]:
        """Id -> display name, one DescribeGroup each."""
        found = {group_id: self._ask("describe_group", GroupId=group_id) for group_id in group_ids}
        return {group_id: group.get("DisplayName", group_id) for group_id, group in found.items() if group}

    def list_memberships(self, user_id: str) -> tuple[Membership, ...]:
        """ListGroupMembershipsForMember, every page."""
        found = list_all(
            SERVICE,
            self._client.list_group_memberships_for_member,
            "GroupMemberships",
            MemberId={"UserId": user_id},
            **self._store,
        )
        return tuple(Membership(parse_id(item["MembershipId"]), parse_id(item["GroupId"]), user_id) for item in found)

    def create_user(self, email: str, names: Mapping[str, str]) -> str:
        """CreateUser. A name or address that is taken by now is the user that was wanted; else the error stands."""
        wanted = {
            "UserName": email,
            "DisplayName": names["display_name"],
            "Name": {"GivenName": names["given_name"], "FamilyName": names["family_name"]},
            "Emails": [{"Value": email, "Type": "work", "Primary": True}],
        }
        with translated(SERVICE, "CreateUser"):
            try:
                return parse_id(self._client.create_user(**self._store, **wanted)["UserId"])
            except ClientError as error:
                found = self.find_user_id(email) if is_code(error, "ConflictException") else None
                if found is None:
                    raise
                return found

    def create_membership(self, group_id: str, user_id: str) -> None:
        """CreateGroupMembership; one that exists is what was wanted."""
        member = {"GroupId": group_id, "MemberId": {"UserId": user_id}}
        with translated(SERVICE, "CreateGroupMembership"):
            try:
                self._client.create_group_membership(**self._store, **member)
            except ClientError as error:
                if not (is_code(error, "ConflictException") and error.response.get("Reason") == EXISTS):
                    raise

    def delete_membership(self, membership: Membership) -> None:
        """DeleteGroupMembership; a membership that is gone is what was wanted."""
        self._ask("delete_group_membership", MembershipId=membership.id)

    def delete_user(self, user_id: str) -> None:
        """DeleteUser; a user who is gone is what was wanted."""
        self._ask("delete_user", UserId=user_id)

    def _find(self, method: str, path: str, value: str, member: str) -> str | None:
        wanted = {"UniqueAttribute": {"AttributePath": path, "AttributeValue": value}}
        found = self._ask(method, AlternateIdentifier=wanted)
        return parse_id(found[member]) if found else None

    def _ask(self, method: str, **parameters: Any) -> Any:
        """The answer, or None when AWS says there is no such thing (a missing store or key is no MissingError)."""
        try:
            with translated(SERVICE, method):
                return getattr(self._client, method)(**self._store, **parameters)
        except MissingError:
            return None


def parse_user(found: Any) -> User:
    """One user as DescribeUser and ListUsers answer it."""
    status = found.get("UserStatus")
    return User(
        id=parse_id(found["UserId"]),
        user_name=found.get("UserName", ""),
        display_name=found.get("DisplayName", ""),
        emails=tuple(item["Value"] for item in found.get("Emails", ()) if item.get("Value")),
        enabled=None if status is None else status == "ENABLED",
    )


def parse_id(value: str) -> str:
    """Ids may come as ARNs (arn:aws:identitystore:::user/<id>): the id is what other calls compare."""
    return value.rsplit("/", 1)[-1]
