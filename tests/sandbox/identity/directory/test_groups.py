"""Groups of the identity store."""

import pytest


def test_created_found_renamed_deleted(identity, unique, error_of):
    """A group is found by its name, by the new one after a rename, and not at all when deleted."""
    group_id, name = identity.make_group(), unique("Renamed")
    key = {"IdentityStoreId": identity.store_id, "GroupId": group_id}
    identity.store.update_group(**key, Operations=[{"AttributePath": "displayName", "AttributeValue": name}])
    attribute = {"AttributePath": "displayName", "AttributeValue": name.lower()}
    found = identity.store.get_group_id(
        IdentityStoreId=identity.store_id, AlternateIdentifier={"UniqueAttribute": attribute}
    )
    assert found["GroupId"] == group_id
    assert found["GroupArn"] == f"arn:aws:identitystore:::group/{group_id}"
    identity.store.delete_group(**key)
    assert error_of(identity.store.describe_group, **key)[0] == "ResourceNotFoundException"


def test_name_is_unique(identity, unique):
    """A display name that is taken, in any case, is a conflict with its reason."""
    name = unique("Admins")
    identity.store.create_group(IdentityStoreId=identity.store_id, DisplayName=name)
    with pytest.raises(identity.store.exceptions.ConflictException) as caught:
        identity.store.create_group(IdentityStoreId=identity.store_id, DisplayName=name.upper())
    assert caught.value.response["Reason"] == "UNIQUENESS_CONSTRAINT_VIOLATION"


def test_deleted_group_takes_memberships_and_assignments_along(identity):
    """With a group go its memberships and its assignments."""
    user_id, group_id = identity.make_user(), identity.make_group()
    account, permission_set = identity.make_account(), identity.make_permission_set()
    identity.join(user_id, group_id)
    identity.assign(account, permission_set, group_id, "GROUP")
    identity.store.delete_group(IdentityStoreId=identity.store_id, GroupId=group_id)
    joined = identity.store.list_group_memberships_for_member(
        IdentityStoreId=identity.store_id, MemberId={"UserId": user_id}
    )
    assert joined["GroupMemberships"] == []
    assert identity.assigned(account, permission_set) == set()


def test_list_has_pages(identity):
    """The list of groups is paged and complete, and can be narrowed to a name."""
    made = {identity.make_group() for _ in range(3)}
    pages = list(
        identity.store.get_paginator("list_groups").paginate(
            IdentityStoreId=identity.store_id, PaginationConfig={"PageSize": 2}
        )
    )
    groups = {group["GroupId"]: group["DisplayName"] for page in pages for group in page["Groups"]}
    assert len(pages) > 1
    assert made <= groups.keys()
    wanted = {"AttributePath": "DisplayName", "AttributeValue": groups[min(made)]}
    found = identity.store.list_groups(IdentityStoreId=identity.store_id, Filters=[wanted])
    assert [group["GroupId"] for group in found["Groups"]] == [min(made)]
