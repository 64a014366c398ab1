"""Users of the identity store."""

import re

import pytest

_ENTERPRISE = "aws:identitystore:enterprise"


def _describe(identity, user_id, **members):
    return identity.store.describe_user(IdentityStoreId=identity.store_id, UserId=user_id, **members)


def _update(identity, user_id, *operations, **members):
    paths = [{"AttributePath": path, "AttributeValue": value} for path, value in operations]
    return identity.store.update_user(IdentityStoreId=identity.store_id, UserId=user_id, Operations=paths, **members)


def test_id_has_aws_form(identity):
    """A user's id is the store's ten digits and a UUID, and its ARN has no account."""
    user_id = identity.make_user()
    assert re.fullmatch(r"[0-9a-f]{10}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", user_id)
    assert user_id.startswith(identity.store_id.removeprefix("d-"))
    assert _describe(identity, user_id)["UserArn"] == f"arn:aws:identitystore:::user/{user_id}"


def test_store_by_arn(identity):
    """The store and its resources may be named by ARN."""
    user_id = identity.make_user()
    found = identity.store.describe_user(
        IdentityStoreId=f"arn:aws:identitystore::100000000001:identitystore/{identity.store_id}",
        UserId=f"arn:aws:identitystore:::user/{user_id}",
    )
    assert found["UserId"] == user_id


def test_other_store_is_not_found(identity, error_of):
    """A store that is not this one is not found, rather than taken for it."""
    code, _ = error_of(identity.store.list_users, IdentityStoreId="d-0000000000")
    assert code == "ResourceNotFoundException"


@pytest.mark.parametrize("missing", ["UserName", "DisplayName", "Name"])
def test_required_attributes(identity, error_of, missing):
    """A user needs a user name, a display name and a name."""
    whole = {"UserName": "someone", "DisplayName": "Someone", "Name": {"GivenName": "A", "FamilyName": "B"}}
    del whole[missing]
    code, message = error_of(identity.store.create_user, IdentityStoreId=identity.store_id, **whole)
    assert code == "ValidationException"
    assert "is a required attribute" in message


def test_names_and_addresses_are_unique(identity, unique):
    """A user name or an e-mail address that is taken, in any case, is a conflict with its reason."""
    name = unique("Anna")
    identity.make_user(UserName=name, Emails=[{"Value": f"{name}@example.com"}])
    for taken in ({"UserName": name.upper()}, {"Emails": [{"Value": f"{name.upper()}@example.com"}]}):
        with pytest.raises(identity.store.exceptions.ConflictException) as caught:
            identity.make_user(**taken)
        assert caught.value.response["Reason"] == "UNIQUENESS_CONSTRAINT_VIOLATION"


def test_refused_update_changes_nothing(identity, unique, error_of):
    """An update that would take another's name leaves the user as it was, and the name with its owner."""
    name = unique("owner")
    owner, other = identity.make_user(UserName=name), identity.make_user()
    before = _describe(identity, other)["UserName"]
    with pytest.raises(identity.store.exceptions.ConflictException):
        _update(identity, other, ("userName", name))
    assert _describe(identity, other)["UserName"] == before
    assert _id_of(identity, "userName", name) == owner


def _id_of(identity, path, value):
    attribute = {"AttributePath": path, "AttributeValue": value}
    return identity.store.get_user_id(
        IdentityStoreId=identity.store_id, AlternateIdentifier={"UniqueAttribute": attribute}
    )["UserId"]


def test_found_by_name_and_address(identity, unique):
    """A user is found by user name and by e-mail address, in any case."""
    name = unique("Berta")
    user_id = identity.make_user(UserName=name, Emails=[{"Value": f"{name}@example.com"}])
    assert _id_of(identity, "userName", name.lower()) == user_id
    assert _id_of(identity, "emails.value", f"{name.upper()}@example.com") == user_id


def test_found_by_external_id(identity):
    """A user whom SCIM gave an external id is found by it."""
    user_id, external = identity.make_user(), {"Issuer": "https://idp.example", "Id": "4711"}
    identity.sandbox.local("/_local/external-ids", {"user_id": user_id, "external_ids": [external]})
    found = identity.store.get_user_id(IdentityStoreId=identity.store_id, AlternateIdentifier={"ExternalId": external})
    assert found["UserId"] == user_id
    assert _describe(identity, user_id)["ExternalIds"] == [external]


def test_unknown_name_is_not_found(identity):
    """An address nobody has is not found, and the error says of what kind."""
    with pytest.raises(identity.store.exceptions.ResourceNotFoundException) as caught:
        _id_of(identity, "userName", "nobody-at-all")
    assert caught.value.response["ResourceType"] == "USER"


def test_update_sets_and_removes(identity):
    """Operations set attributes, nested ones and documents too, and remove what has no value."""
    user_id = identity.make_user(Title="Engineer")
    _update(
        identity,
        user_id,
        ("displayName", "Chief"),
        ("name.familyName", "Changed"),
        ("emails", [{"value": f"{user_id}@example.com", "primary": True}]),
        ("title", None),
    )
    found = _describe(identity, user_id)
    assert (found["DisplayName"], found["Name"]) == ("Chief", {"GivenName": "A", "FamilyName": "Changed"})
    assert found["Emails"] == [{"Value": f"{user_id}@example.com", "Primary": True}]
    assert "Title" not in found


def test_renamed_user_is_found_by_new_name_only(identity, unique):
    """After a rename the old name is free and the new one finds the user."""
    old, new = unique("old"), unique("new")
    user_id = identity.make_user(UserName=old)
    _update(identity, user_id, ("userName", new))
    assert _id_of(identity, "userName", new) == user_id
    identity.make_user(UserName=old)


def test_enterprise_extension_on_request(identity):
    """Enterprise attributes are set by path, and answered only when asked for."""
    user_id = identity.make_user(Extensions={_ENTERPRISE: {"department": "Sales"}})
    _update(identity, user_id, (f"{_ENTERPRISE}.costCenter", "7"))
    assert "Extensions" not in _describe(identity, user_id)
    found = _describe(identity, user_id, Extensions=[_ENTERPRISE])
    assert found["Extensions"] == {_ENTERPRISE: {"department": "Sales", "costCenter": "7"}}


def test_revision_guards_writes(identity, error_of):
    """Each write makes a new revision, and a write or delete on an old one is a conflict."""
    user_id = identity.make_user()
    first = _describe(identity, user_id)["Revision"]
    second = _update(identity, user_id, ("title", "Boss"), Revision=first)["Revision"]
    assert second != first
    key = {"IdentityStoreId": identity.store_id, "UserId": user_id}
    assert error_of(identity.store.delete_user, **key, Revision=first)[0] == "ConflictException"
    identity.store.delete_user(**key, Revision=second)


def test_status_can_be_set_locally_only(identity, error_of):
    """A user is ENABLED until the local route says otherwise: AWS has no API for it."""
    user_id = identity.make_user()
    assert _describe(identity, user_id)["UserStatus"] == "ENABLED"
    identity.sandbox.local("/_local/user-status", {"user_id": user_id, "status": "DISABLED"})
    assert _describe(identity, user_id)["UserStatus"] == "DISABLED"


def test_deleted_user_is_gone(identity, error_of):
    """A deleted user is not found, and leaves no membership behind."""
    user_id, group_id = identity.make_user(), identity.make_group()
    identity.join(user_id, group_id)
    key = {"IdentityStoreId": identity.store_id, "UserId": user_id}
    identity.store.delete_user(**key)
    assert error_of(identity.store.describe_user, **key)[0] == "ResourceNotFoundException"
    left = identity.store.list_group_memberships(IdentityStoreId=identity.store_id, GroupId=group_id)
    assert left["GroupMemberships"] == []


def test_list_has_pages(identity):
    """The list of users is paged and complete."""
    made = {identity.make_user() for _ in range(3)}
    pages = list(
        identity.store.get_paginator("list_users").paginate(
            IdentityStoreId=identity.store_id, PaginationConfig={"PageSize": 2}
        )
    )
    assert len(pages) > 1
    assert made <= {user["UserId"] for page in pages for user in page["Users"]}


def test_list_by_name(identity, unique):
    """The list can be narrowed to a user name."""
    name = unique("carl")
    user_id = identity.make_user(UserName=name)
    found = identity.store.list_users(
        IdentityStoreId=identity.store_id, Filters=[{"AttributePath": "UserName", "AttributeValue": name}]
    )
    assert [user["UserId"] for user in found["Users"]] == [user_id]


def test_stores_are_listed(identity):
    """The store is listed and described with its ARN."""
    (listed,) = identity.store.list_identity_stores()["IdentityStores"]
    described = identity.store.describe_identity_store(IdentityStoreId=identity.store_id)
    assert listed["IdentityStoreArn"] == described["IdentityStoreArn"]
