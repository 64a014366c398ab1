"""The organization's accounts."""

import re

import pytest


def _described(identity, account_id):
    return identity.organizations.describe_account(AccountId=account_id)["Account"]


def _unit(identity, unique, parent=None):
    made = identity.organizations.create_organizational_unit(ParentId=parent or identity.root_id, Name=unique("ou"))
    return made["OrganizationalUnit"]["Id"]


def test_created_later(identity, settings, unique, error_of):
    """A creation is IN_PROGRESS without an account, and then SUCCEEDED with an ACTIVE one in the root."""
    settings(create_account_seconds=0.2)
    name = unique("later")
    made = identity.organizations.create_account(AccountName=name, Email=f"{name}@example.com")
    status = made["CreateAccountStatus"]
    assert (status["State"], "AccountId" in status) == ("IN_PROGRESS", False)
    assert re.fullmatch(r"car-[0-9a-f]{32}", status["Id"])
    account = _described(identity, identity.created(status["Id"]))
    assert (account["Name"], account["State"], account["JoinedMethod"]) == (name, "ACTIVE", "CREATED")
    parents = identity.organizations.list_parents(ChildId=account["Id"])["Parents"]
    assert parents == [{"Id": identity.root_id, "Type": "ROOT"}]


def test_email_is_unique(identity, unique, wait_until):
    """A second account with one address ends FAILED with AWS's reason."""
    name = unique("twice")
    first, second = (
        identity.organizations.create_account(AccountName=name, Email=f"{name}@example.com")["CreateAccountStatus"][
            "Id"
        ]
        for _ in range(2)
    )
    assert identity.created(first)
    assert wait_until(lambda: identity.creation(second).get("FailureReason")) == "EMAIL_ALREADY_EXISTS"


def test_creation_can_fail(identity, faults, unique, wait_until):
    """A creation can be told to end FAILED with one of AWS's reasons."""
    faults(operation="CreateAccount", failed="ACCOUNT_LIMIT_EXCEEDED")
    name = unique("fails")
    made = identity.organizations.create_account(AccountName=name, Email=f"{name}@example.com")
    request = made["CreateAccountStatus"]["Id"]
    assert wait_until(lambda: identity.creation(request).get("FailureReason")) == "ACCOUNT_LIMIT_EXCEEDED"


def test_moved_account_has_new_path(identity, unique):
    """A moved account's path runs through its OUs, from the organization to itself."""
    account, outer = identity.make_account(), _unit(identity, unique)
    inner = _unit(identity, unique, outer)
    identity.organizations.move_account(AccountId=account, SourceParentId=identity.root_id, DestinationParentId=inner)
    organization_id = identity.organizations.describe_organization()["Organization"]["Id"]
    assert _described(identity, account)["Paths"] == [
        f"{organization_id}/{identity.root_id}/{outer}/{inner}/{account}/"
    ]


def test_move_checks_its_source(identity, unique, error_of):
    """A move from where the account is not is refused, and the account stays."""
    account, unit, other = identity.make_account(), _unit(identity, unique), _unit(identity, unique)
    code, _ = error_of(
        identity.organizations.move_account, AccountId=account, SourceParentId=other, DestinationParentId=unit
    )
    assert code == "SourceParentNotFoundException"
    assert identity.organizations.list_parents(ChildId=account)["Parents"][0]["Id"] == identity.root_id


def test_closed_step_by_step(identity, wait_until, settings, error_of):
    """A closed account is PENDING_CLOSURE, then CLOSED, stays listed, and cannot be closed again."""
    settings(close_account_seconds=0.2)
    account = identity.make_account()
    identity.organizations.close_account(AccountId=account)
    assert _described(identity, account)["State"] == "PENDING_CLOSURE"
    wait_until(lambda: _described(identity, account)["State"] == "CLOSED")
    assert _described(identity, account)["Status"] == "SUSPENDED"
    assert error_of(identity.organizations.close_account, AccountId=account)[0] == "AccountAlreadyClosedException"


def test_removed_is_gone(identity, error_of):
    """A removed account is in no list and not found."""
    account = identity.make_account()
    identity.organizations.remove_account_from_organization(AccountId=account)
    assert error_of(identity.organizations.describe_account, AccountId=account)[0] == "AccountNotFoundException"


@pytest.mark.parametrize("call", ["close_account", "remove_account_from_organization"])
def test_management_account_stays(identity, error_of, call):
    """The management account can neither be closed nor removed."""
    code, _ = error_of(getattr(identity.organizations, call), AccountId="100000000001")
    assert code in {"ConstraintViolationException", "MasterCannotLeaveOrganizationException"}


def test_lists_have_pages(identity, unique):
    """Accounts are paged, of the whole organization and of one parent, and complete."""
    unit, made = _unit(identity, unique), {identity.make_account() for _ in range(3)}
    for account in made:
        identity.organizations.move_account(
            AccountId=account, SourceParentId=identity.root_id, DestinationParentId=unit
        )
    for name, parent in (("list_accounts", {}), ("list_accounts_for_parent", {"ParentId": unit})):
        pages = list(identity.organizations.get_paginator(name).paginate(**parent, PaginationConfig={"PageSize": 2}))
        accounts = {account["Id"]: account for page in pages for account in page["Accounts"]}
        assert len(pages) > 1
        assert made <= accounts.keys()
        assert all(accounts[account]["State"] == "ACTIVE" for account in made)
        assert all(accounts[account]["Paths"][0].endswith(f"{unit}/{account}/") for account in made)


def test_creation_statuses_have_pages(identity):
    """Creations are listed by state, in pages."""
    for _ in range(2):
        identity.make_account()
    pages = list(
        identity.organizations.get_paginator("list_create_account_status").paginate(
            States=["SUCCEEDED"], PaginationConfig={"PageSize": 1, "MaxItems": 2}
        )
    )
    assert len(pages) == 2
    assert all(status["AccountId"] for page in pages for status in page["CreateAccountStatuses"])
