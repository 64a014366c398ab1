"""Who is in which group."""

from typing import Any

from sandbox.emulator.identity.center.instance import STORE_ID
from sandbox.emulator.identity.directory.events import announce
from sandbox.emulator.identity.directory.store import (
    Record,
    Records,
    bare_id,
    check_store,
    new_id,
    not_found,
    stamped,
)
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.paging import page


class Memberships:
    """The operations on memberships; a user is in a group once, and leaves with either of them."""

    def __init__(self, users: Records, groups: Records) -> None:
        self._users = users
        self._groups = groups
        self._by_id: dict[str, Record] = {}
        self._of_user: dict[str, dict[str, str]] = {}  # user id -> group id -> membership id
        self._of_group: dict[str, dict[str, str]] = {}  # group id -> user id -> membership id

    def operations(self) -> dict[str, Operation]:
        """The operations by the names AWS gives them."""
        return {
            "CreateGroupMembership": self._create,
            "DescribeGroupMembership": self._describe,
            "DeleteGroupMembership": self._delete,
            "GetGroupMembershipId": self._get_id,
            "IsMemberInGroups": self._is_member,
            "ListGroupMemberships": self._list_of_group,
            "ListGroupMembershipsForMember": self._list_of_user,
        }

    def groups_of(self, user_id: str) -> list[str]:
        """The ids of the groups a user is in."""
        return list(self._of_user.get(user_id, {}))

    def remove_user(self, user_id: str) -> None:
        """End all memberships of a user who is gone."""
        for membership_id in list(self._of_user.get(user_id, {}).values()):
            self._remove(membership_id)

    def remove_group(self, group_id: str) -> None:
        """End all memberships of a group that is gone."""
        for membership_id in list(self._of_group.get(group_id, {}).values()):
            self._remove(membership_id)

    def _create(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        record = self.add(payload["GroupId"], _user_of(payload))
        announce("Group Membership Created", record["MembershipArn"])
        return _named(record)

    def add(self, group: str, user: str) -> Record:
        """A new membership, of a group and a user by id or ARN; no event tells of it."""
        group_id = self._groups.find(group)["GroupId"]
        user_id = self._users.find(user)["UserId"]
        if group_id in self._of_user.get(user_id, {}):
            raise AwsError(
                "ConflictException",
                "Member and Group relationship already exists.",
                Reason="UNIQUENESS_CONSTRAINT_VIOLATION",
            )
        membership_id = new_id()
        record = {
            "IdentityStoreId": STORE_ID,
            "MembershipId": membership_id,
            "MembershipArn": f"arn:aws:identitystore:::membership/{membership_id}",
            "GroupId": group_id,
            "MemberId": {"UserId": user_id},
        }
        self._by_id[membership_id] = stamped(record)
        self._of_user.setdefault(user_id, {})[group_id] = membership_id
        self._of_group.setdefault(group_id, {})[user_id] = membership_id
        return record

    def _remove(self, membership_id: str) -> None:
        record = self._by_id.pop(membership_id)
        self._of_user[record["MemberId"]["UserId"]].pop(record["GroupId"])
        self._of_group[record["GroupId"]].pop(record["MemberId"]["UserId"])
        announce("Group Membership Deleted", record["MembershipArn"])

    def _find(self, id_or_arn: str) -> Record:
        found = self._by_id.get(bare_id(id_or_arn))
        if found is None:
            raise not_found("GROUP_MEMBERSHIP", id_or_arn)
        return found

    def _describe(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        return self._find(payload["MembershipId"])

    def _delete(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        self._remove(self._find(payload["MembershipId"])["MembershipId"])
        return {}

    def _get_id(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        membership_id = self._of_group.get(bare_id(payload["GroupId"]), {}).get(_user_of(payload))
        if membership_id is None:
            raise not_found("GROUP_MEMBERSHIP", "")
        return _named(self._by_id[membership_id])

    def _is_member(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        joined = self._of_user.get(_user_of(payload), {})
        results = [
            {"GroupId": group_id, "MemberId": payload["MemberId"], "MembershipExists": bare_id(group_id) in joined}
            for group_id in payload["GroupIds"]
        ]
        return {"Results": results}

    def _list_of_group(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        group_id = self._groups.find(payload["GroupId"])["GroupId"]
        return self._page(self._of_group.get(group_id, {}), payload)

    def _list_of_user(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_store(payload)
        user_id = self._users.find(_user_of(payload))["UserId"]
        return self._page(self._of_user.get(user_id, {}), payload)

    def _page(self, membership_ids: dict[str, str], payload: dict[str, Any]) -> dict[str, Any]:
        return page({key: self._by_id[key] for key in membership_ids.values()}, payload, "GroupMemberships")


def _user_of(payload: dict[str, Any]) -> str:
    if "UserId" not in payload["MemberId"]:
        raise AwsError("ValidationException", "MemberId takes a UserId.")
    return bare_id(payload["MemberId"]["UserId"])


def _named(membership: Record) -> Record:
    return {name: membership[name] for name in ("IdentityStoreId", "MembershipId", "MembershipArn")}
