"""The organization's root and OUs."""

import pytest


@pytest.fixture
def unit(identity, unique):
    made = identity.organizations.create_organizational_unit(ParentId=identity.root_id, Name=unique("ou"))
    return made["OrganizationalUnit"]


def test_organization_has_scps(identity):
    """The organization has all features, and service control policies are enabled on its root."""
    organization = identity.organizations.describe_organization()["Organization"]
    (root,) = identity.organizations.list_roots()["Roots"]
    assert (organization["MasterAccountId"], organization["FeatureSet"]) == ("100000000001", "ALL")
    assert {"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"} in root["PolicyTypes"]


def test_member_sees_its_organization_only(identity, error_of):
    """A member account may describe the organization, and may not list it."""
    member = identity.sandbox.client("organizations", access_key=identity.make_account())
    found = member.describe_organization()["Organization"]
    assert found["Id"] == identity.organizations.describe_organization()["Organization"]["Id"]
    assert error_of(member.list_accounts)[0] == "AccessDeniedException"


def test_stranger_has_no_organization(identity, error_of):
    """An account outside the organization uses none."""
    stranger = identity.sandbox.client("organizations", access_key="999999999999")
    assert error_of(stranger.describe_organization)[0] == "AWSOrganizationsNotInUseException"


def test_unit_has_path(identity, unit):
    """An OU's id begins with the root's letters, and its path runs from the organization to itself."""
    organization_id = identity.organizations.describe_organization()["Organization"]["Id"]
    assert unit["Id"].startswith(f"ou-{identity.root_id.removeprefix('r-')}-")
    found = identity.organizations.describe_organizational_unit(OrganizationalUnitId=unit["Id"])
    assert found["OrganizationalUnit"]["Path"] == f"{organization_id}/{identity.root_id}/{unit['Id']}/"


def test_names_are_unique_among_siblings(identity, unit, error_of):
    """A second OU of one name under one parent is refused; under another parent it is not."""
    again = {"ParentId": identity.root_id, "Name": unit["Name"]}
    code, _ = error_of(identity.organizations.create_organizational_unit, **again)
    assert code == "DuplicateOrganizationalUnitException"
    identity.organizations.create_organizational_unit(ParentId=unit["Id"], Name=unit["Name"])


def test_renamed(identity, unit, unique):
    """An OU can be renamed and keeps its id."""
    name = unique("renamed")
    identity.organizations.update_organizational_unit(OrganizationalUnitId=unit["Id"], Name=name)
    found = identity.organizations.describe_organizational_unit(OrganizationalUnitId=unit["Id"])
    assert found["OrganizationalUnit"]["Name"] == name


def test_only_an_empty_unit_goes(identity, unit, unique, error_of):
    """An OU with something in it cannot be deleted; an empty one can."""
    inner = identity.organizations.create_organizational_unit(ParentId=unit["Id"], Name=unique("inner"))
    key = {"OrganizationalUnitId": unit["Id"]}
    code, _ = error_of(identity.organizations.delete_organizational_unit, **key)
    assert code == "OrganizationalUnitNotEmptyException"
    identity.organizations.delete_organizational_unit(OrganizationalUnitId=inner["OrganizationalUnit"]["Id"])
    identity.organizations.delete_organizational_unit(**key)
    code, _ = error_of(identity.organizations.describe_organizational_unit, **key)
    assert code == "OrganizationalUnitNotFoundException"


def test_depth_has_a_limit(identity, unit, error_of):
    """The sixth level of OUs is one too many."""
    parent = unit["Id"]
    for level in range(4):
        made = identity.organizations.create_organizational_unit(ParentId=parent, Name=f"level-{level}")
        parent = made["OrganizationalUnit"]["Id"]
    code, _ = error_of(identity.organizations.create_organizational_unit, ParentId=parent, Name="deep")
    assert code == "ConstraintViolationException"


@pytest.mark.parametrize("kind", ["ORGANIZATIONAL_UNIT", "ACCOUNT"])
def test_children_in_pages(identity, unit, unique, kind):
    """The children of a parent are paged and complete, OUs and accounts apart."""
    made = {_child(identity, unit["Id"], unique, kind) for _ in range(2)}
    pages = list(
        identity.organizations.get_paginator("list_children").paginate(
            ParentId=unit["Id"], ChildType=kind, PaginationConfig={"PageSize": 1}
        )
    )
    assert len(pages) == 2
    assert {child["Id"] for page in pages for child in page["Children"]} == made


def _child(identity, unit_id, unique, kind):
    if kind == "ORGANIZATIONAL_UNIT":
        made = identity.organizations.create_organizational_unit(ParentId=unit_id, Name=unique("child"))
        return made["OrganizationalUnit"]["Id"]
    account = identity.make_account()
    identity.organizations.move_account(AccountId=account, SourceParentId=identity.root_id, DestinationParentId=unit_id)
    return account


def test_units_in_pages(identity, unit, unique):
    """The OUs of a parent are paged and complete, with their paths."""
    made = {_child(identity, unit["Id"], unique, "ORGANIZATIONAL_UNIT") for _ in range(2)}
    pages = list(
        identity.organizations.get_paginator("list_organizational_units_for_parent").paginate(
            ParentId=unit["Id"], PaginationConfig={"PageSize": 1}
        )
    )
    units = {one["Id"]: one["Path"] for page in pages for one in page["OrganizationalUnits"]}
    assert len(pages) == 2
    assert units.keys() == made
    assert all(path.endswith(f"{unit['Id']}/{unit_id}/") for unit_id, path in units.items())


def test_unknown_parent(identity, error_of):
    """A parent that does not exist is not an empty one."""
    code, _ = error_of(identity.organizations.list_accounts_for_parent, ParentId="ou-none-00000000")
    assert code == "ParentNotFoundException"
