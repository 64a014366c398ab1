"""Everybody in the directory (identitystore)."""

from typing import TYPE_CHECKING, Any

from lambdas.aws.identity_store import SERVICE, parse_id, parse_user
from lambdas.aws.pages import list_all
from lambdas.ports import User

if TYPE_CHECKING:
    from mypy_boto3_identitystore import IdentityStoreClient


class AwsDirectory:
    """One identity store."""

    def __init__(self, client: "IdentityStoreClient", identity_store_id: str) -> None:
        self._client: Any = client
        self._store = {"IdentityStoreId": identity_store_id}

    def list_groups(self) -> dict[str, str]:
        """ListGroups, every page: id -> display name, or the id where AWS says no name."""
        found = list_all(SERVICE, self._client.list_groups, "Groups", **self._store)
        ids = ((parse_id(item["GroupId"]), item) for item in found)
        return {group_id: item.get("DisplayName", group_id) for group_id, item in ids}

    def list_users(self) -> tuple[User, ...]:
        """ListUsers, every page."""
        return tuple(parse_user(item) for item in list_all(SERVICE, self._client.list_users, "Users", **self._store))

    def list_members(self, group_id: str) -> tuple[str, ...]:
        """ListGroupMemberships, every page."""
        call = self._client.list_group_memberships
        found = list_all(SERVICE, call, "GroupMemberships", GroupId=group_id, **self._store)
        return tuple(parse_id(item["MemberId"]["UserId"]) for item in found)
