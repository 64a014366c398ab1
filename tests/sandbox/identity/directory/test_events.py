"""The events Identity Store itself sends."""

import pytest


def _native(recorder):
    return [
        (event["detail-type"], event["resources"]) for event in recorder.events() if "event-version" in event["detail"]
    ]


def test_life_of_a_membership(identity, recorder):
    """Users, groups and memberships announce themselves by ARN, one event per change."""
    user_id, group_id = identity.make_user(), identity.make_group()
    membership_id = identity.join(user_id, group_id)
    identity.store.delete_group_membership(IdentityStoreId=identity.store_id, MembershipId=membership_id)
    identity.store.delete_group(IdentityStoreId=identity.store_id, GroupId=group_id)
    prefix = "arn:aws:identitystore:::"
    assert _native(recorder) == [
        ("User Created", [f"{prefix}user/{user_id}"]),
        ("Group Created", [f"{prefix}group/{group_id}"]),
        ("Group Membership Created", [f"{prefix}membership/{membership_id}"]),
        ("Group Membership Deleted", [f"{prefix}membership/{membership_id}"]),
        ("Group Deleted", [f"{prefix}group/{group_id}"]),
    ]


@pytest.mark.parametrize("path", ["title", "displayName"])
def test_update_is_announced(identity, recorder, path):
    """An update is announced, and says no more than whom it concerns."""
    user_id = identity.make_user()
    recorder.events()
    operation = {"AttributePath": path, "AttributeValue": "New"}
    identity.store.update_user(IdentityStoreId=identity.store_id, UserId=user_id, Operations=[operation])
    (event,) = [one for one in recorder.events() if one["detail-type"] == "User Updated"]
    assert event["source"] == "aws.identitystore"
    assert event["detail"] == {"event-version": "1.0"}


def test_disabling_is_announced(identity, recorder):
    """Disabling a user, which has no API, is an event nevertheless."""
    user_id = identity.make_user()
    recorder.events()
    identity.sandbox.local("/_local/user-status", {"user_id": user_id, "status": "DISABLED"})
    assert _native(recorder) == [("User Updated", [f"arn:aws:identitystore:::user/{user_id}"])]


def test_deleted_user_ends_memberships_first(identity, recorder):
    """With a deleted user the memberships are announced as deleted, too."""
    user_id, group_id = identity.make_user(), identity.make_group()
    identity.join(user_id, group_id)
    recorder.events()
    identity.store.delete_user(IdentityStoreId=identity.store_id, UserId=user_id)
    assert [kind for kind, _ in _native(recorder)] == ["Group Membership Deleted", "User Deleted"]
