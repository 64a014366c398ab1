"""Who is in which group."""

import pytest


def test_joined_once(identity):
    """A user is in a group once: joining again is a conflict with its reason."""
    user_id, group_id = identity.make_user(), identity.make_group()
    identity.join(user_id, group_id)
    with pytest.raises(identity.store.exceptions.ConflictException) as caught:
        identity.join(user_id, group_id)
    assert caught.value.response["Reason"] == "UNIQUENESS_CONSTRAINT_VIOLATION"


def test_ghosts_cannot_join(identity, error_of):
    """Neither an unknown user nor an unknown group makes a membership."""
    user_id, group_id = identity.make_user(), identity.make_group()
    for group, user in ((user_id, user_id), (group_id, group_id)):
        code, _ = error_of(
            identity.store.create_group_membership,
            IdentityStoreId=identity.store_id,
            GroupId=group,
            MemberId={"UserId": user},
        )
        assert code == "ResourceNotFoundException"


def test_found_and_ended(identity, error_of):
    """A membership is found by its group and user, described, and gone when deleted."""
    user_id, group_id = identity.make_user(), identity.make_group()
    membership_id = identity.join(user_id, group_id)
    pair = {"IdentityStoreId": identity.store_id, "GroupId": group_id, "MemberId": {"UserId": user_id}}
    assert identity.store.get_group_membership_id(**pair)["MembershipId"] == membership_id
    key = {"IdentityStoreId": identity.store_id, "MembershipId": membership_id}
    assert identity.store.describe_group_membership(**key)["GroupId"] == group_id
    identity.store.delete_group_membership(**key)
    assert error_of(identity.store.describe_group_membership, **key)[0] == "ResourceNotFoundException"
    assert error_of(identity.store.get_group_membership_id, **pair)[0] == "ResourceNotFoundException"


def test_member_in_groups(identity):
    """Being in several groups is asked for in one call."""
    user_id, joined, other = identity.make_user(), identity.make_group(), identity.make_group()
    identity.join(user_id, joined)
    results = identity.store.is_member_in_groups(
        IdentityStoreId=identity.store_id, MemberId={"UserId": user_id}, GroupIds=[joined, other]
    )["Results"]
    assert {result["GroupId"]: result["MembershipExists"] for result in results} == {joined: True, other: False}


def test_members_in_pages(identity):
    """The members of a group are paged and complete."""
    group_id, users = identity.make_group(), {identity.make_user() for _ in range(3)}
    for user_id in users:
        identity.join(user_id, group_id)
    pages = list(
        identity.store.get_paginator("list_group_memberships").paginate(
            IdentityStoreId=identity.store_id, GroupId=group_id, PaginationConfig={"PageSize": 2}
        )
    )
    assert [len(page["GroupMemberships"]) for page in pages] == [2, 1]
    assert {one["MemberId"]["UserId"] for page in pages for one in page["GroupMemberships"]} == users


def test_groups_of_a_user_in_pages(identity):
    """The groups of a user are paged and complete."""
    user_id, groups = identity.make_user(), {identity.make_group() for _ in range(3)}
    for group_id in groups:
        identity.join(user_id, group_id)
    pages = list(
        identity.store.get_paginator("list_group_memberships_for_member").paginate(
            IdentityStoreId=identity.store_id, MemberId={"UserId": user_id}, PaginationConfig={"PageSize": 2}
        )
    )
    assert len(pages) == 2
    assert {one["GroupId"] for page in pages for one in page["GroupMemberships"]} == groups
