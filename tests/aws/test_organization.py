"""Accounts, their paths and tags."""

from typing import Any

import pytest
from botocore.stub import Stubber

from lambdas.aws.organization import AwsOrganization
from lambdas.core.accounts import Account, AccountState
from lambdas.core.errors import AlertError, RetryError
from tests.aws.conftest import Stub
from tests.aws.offline import add_pages

MANAGEMENT, FIRST, SECOND = "310000000001", "310000000002", "310000000003"
ROOT, WORKLOADS, DEV = "r-ab12", "ou-ab12-workload", "ou-ab12-develop1"


def add_management(stubber: Stubber) -> None:
    stubber.add_response("describe_organization", {"Organization": {"MasterAccountId": MANAGEMENT}}, {})


def add_account(stubber: Stubber, account_id: str, **members: Any) -> None:
    found = {"Id": account_id, "Name": f"name of {account_id}", **members}
    stubber.add_response("describe_account", {"Account": found}, {"AccountId": account_id})


def add_parent(stubber: Stubber, child_id: str, parent_id: str) -> None:
    kind = "ROOT" if parent_id == ROOT else "ORGANIZATIONAL_UNIT"
    add_pages(stubber, "list_parents", "Parents", [[], [{"Id": parent_id, "Type": kind}]], ChildId=child_id)


def add_unit(stubber: Stubber, ou_id: str, name: str) -> None:
    unit = {"OrganizationalUnit": {"Id": ou_id, "Name": name}}
    stubber.add_response("describe_organizational_unit", unit, {"OrganizationalUnitId": ou_id})


def add_tags(stubber: Stubber, account_id: str, *pages: dict[str, str]) -> None:
    listed = [[{"Key": key, "Value": value} for key, value in page.items()] for page in pages or ({},)]
    add_pages(stubber, "list_tags_for_resource", "Tags", listed, ResourceId=account_id)


def add_children(
    stubber: Stubber, parent_id: str, accounts: list[list[str]], units: list[list[tuple[str, str]]]
) -> None:
    """What lies directly below one parent, page by page."""
    pages = [[{"Id": account_id, "State": "ACTIVE"} for account_id in page] for page in accounts]
    add_pages(stubber, "list_accounts_for_parent", "Accounts", pages, ParentId=parent_id)
    ous = [[{"Id": ou_id, "Name": name} for ou_id, name in page] for page in units]
    add_pages(stubber, "list_organizational_units_for_parent", "OrganizationalUnits", ous, ParentId=parent_id)


def test_find_account(stub: Stub) -> None:
    """An account has the names of its units from the root down, its tags of every page, and its state."""
    stubber = stub("organizations")
    add_account(stubber, FIRST, State="ACTIVE")
    add_parent(stubber, FIRST, DEV)
    add_parent(stubber, DEV, WORKLOADS)
    add_parent(stubber, WORKLOADS, ROOT)
    add_unit(stubber, WORKLOADS, "Workloads")
    add_unit(stubber, DEV, "Dev")
    add_tags(stubber, FIRST, {"team": "blue"}, {"restricted": "true"})
    add_management(stubber)
    assert AwsOrganization(stubber.client).find_account(FIRST) == Account(
        FIRST,
        f"name of {FIRST}",
        AccountState.ACTIVE,
        ("Workloads", "Dev"),
        {"team": "blue", "restricted": "true"},
    )


def test_units_are_asked_once(stub: Stub) -> None:
    """A second account of the same unit costs no second question about the unit, but its own parent is read."""
    stubber = stub("organizations")
    add_account(stubber, FIRST)
    add_parent(stubber, FIRST, WORKLOADS)
    add_parent(stubber, WORKLOADS, ROOT)
    add_unit(stubber, WORKLOADS, "Workloads")
    add_tags(stubber, FIRST)
    add_management(stubber)
    add_account(stubber, SECOND)
    add_parent(stubber, SECOND, WORKLOADS)
    add_tags(stubber, SECOND)
    organization = AwsOrganization(stubber.client)
    paths = [account.ou_path for account in map(organization.find_account, (FIRST, SECOND)) if account]
    assert paths == [("Workloads",), ("Workloads",)]


def test_an_account_that_moved_is_read_again(stub: Stub) -> None:
    """The parent of an account is never remembered."""
    stubber = stub("organizations")
    add_account(stubber, FIRST)
    add_parent(stubber, FIRST, ROOT)
    add_tags(stubber, FIRST)
    add_management(stubber)
    add_account(stubber, FIRST)
    add_parent(stubber, FIRST, WORKLOADS)
    add_parent(stubber, WORKLOADS, ROOT)
    add_unit(stubber, WORKLOADS, "Workloads")
    add_tags(stubber, FIRST)
    organization = AwsOrganization(stubber.client)
    paths = [account.ou_path for account in map(organization.find_account, (FIRST, FIRST)) if account]
    assert paths == [(), ("Workloads",)]


def test_unknown_account(stub: Stub) -> None:
    """An account AWS does not know is None."""
    stubber = stub("organizations")
    stubber.add_client_error("describe_account", "AccountNotFoundException")
    assert AwsOrganization(stubber.client).find_account(FIRST) is None


def test_denied_is_not_unknown(stub: Stub) -> None:
    """A read that is denied never says that an account does not exist."""
    stubber = stub("organizations")
    stubber.add_client_error("describe_account", "AccessDeniedException")
    with pytest.raises(AlertError, match="organizations:DescribeAccount"):
        AwsOrganization(stubber.client).find_account(FIRST)


@pytest.mark.parametrize(
    ("members", "state"),
    [
        ({"State": "CLOSED", "Status": "SUSPENDED"}, AccountState.CLOSED),
        ({"State": "PENDING_ACTIVATION", "Status": "ACTIVE"}, AccountState.PENDING_ACTIVATION),
        ({"Status": "SUSPENDED"}, AccountState.SUSPENDED),
        ({"Status": "ACTIVE"}, AccountState.ACTIVE),
        ({"State": "HIBERNATING", "Status": "ACTIVE"}, AccountState.UNKNOWN),
        ({}, AccountState.UNKNOWN),
    ],
)
def test_state(stub: Stub, members: dict[str, str], state: AccountState) -> None:
    """`State` decides, `Status` only where there is no `State`; a value newer than this code is UNKNOWN."""
    stubber = stub("organizations")
    add_account(stubber, FIRST, **members)
    add_parent(stubber, FIRST, ROOT)
    add_tags(stubber, FIRST)
    add_management(stubber)
    found = AwsOrganization(stubber.client).find_account(FIRST)
    assert found is not None
    assert found.state is state


def test_list_accounts_walks_the_tree(stub: Stub) -> None:
    """Every account of every page and depth is listed with its path, and the management account is known as such."""
    stubber = stub("organizations")
    add_pages(stubber, "list_roots", "Roots", [[], [{"Id": ROOT}]])
    add_children(stubber, ROOT, [[MANAGEMENT], []], [[], [(WORKLOADS, "Workloads")]])
    add_children(stubber, WORKLOADS, [[], [FIRST]], [[(DEV, "Dev")], []])
    add_children(stubber, DEV, [[SECOND]], [[]])
    add_management(stubber)
    accounts = AwsOrganization(stubber.client, read_tags=False).list_accounts()
    assert [(account.id, account.ou_path, account.is_management) for account in accounts] == [
        (MANAGEMENT, (), True),
        (FIRST, ("Workloads",), False),
        (SECOND, ("Workloads", "Dev"), False),
    ]


def test_list_accounts_reads_tags(stub: Stub) -> None:
    """Unless told otherwise, every account comes with its tags."""
    stubber = stub("organizations")
    add_pages(stubber, "list_roots", "Roots", [[{"Id": ROOT}]])
    add_children(stubber, ROOT, [[FIRST]], [[]])
    add_tags(stubber, FIRST, {"team": "blue"})
    add_management(stubber)
    assert [account.tags for account in AwsOrganization(stubber.client).list_accounts()] == [{"team": "blue"}]


def test_account_that_moves_while_it_is_listed(stub: Stub) -> None:
    """An account met in two places has no certain path: the list is an error, and will be read again."""
    stubber = stub("organizations")
    add_pages(stubber, "list_roots", "Roots", [[{"Id": ROOT}]])
    add_children(stubber, ROOT, [[FIRST]], [[(DEV, "Dev")]])
    add_children(stubber, DEV, [[FIRST]], [[]])
    with pytest.raises(RetryError, match="moved"):
        AwsOrganization(stubber.client, read_tags=False).list_accounts()


def test_a_unit_that_cannot_be_listed(stub: Stub) -> None:
    """One unit that fails makes the whole list an error: its accounts are not gone."""
    stubber = stub("organizations")
    add_pages(stubber, "list_roots", "Roots", [[{"Id": ROOT}]])
    add_children(stubber, ROOT, [[]], [[(DEV, "Dev")]])
    stubber.add_client_error("list_accounts_for_parent", "TooManyRequestsException")
    with pytest.raises(RetryError, match="TooManyRequestsException"):
        AwsOrganization(stubber.client).list_accounts()


def test_no_root(stub: Stub) -> None:
    """An organization without a root is no answer."""
    stubber = stub("organizations")
    add_pages(stubber, "list_roots", "Roots", [[]])
    with pytest.raises(AlertError, match="0 roots"):
        AwsOrganization(stubber.client).list_accounts()
