"""Organizations to measure in, and the policies that fit them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from bench.harness import Cloud

Ids = dict[str, dict[str, str]]
NAME = {"GivenName": "A", "FamilyName": "B"}


def make_accounts(count: int, parent_id: str = "", start: int = 0, slices: int = 1) -> list[dict[str, Any]]:
    """Accounts for `/_local/seed`, each with the tag that says its slice of the organization."""
    place = {"ParentId": parent_id} if parent_id else {}
    return [
        {
            "AccountName": f"account-{n:05}",
            "Email": f"aws+{n}@example.com",
            "Tags": [{"Key": "slice", "Value": str(n % slices)}],
            **place,
        }
        for n in range(start, start + count)
    ]


def make_permission_sets(count: int) -> list[dict[str, str]]:
    """Permission sets for `/_local/seed`."""
    return [{"Name": set_name(n)} for n in range(count)]


def make_groups(count: int) -> list[dict[str, str]]:
    """Groups for `/_local/seed`."""
    return [{"DisplayName": group_name(n)} for n in range(count)]


def make_user(email: str) -> dict[str, Any]:
    """A user for `/_local/seed`."""
    return {"UserName": email, "DisplayName": email, "Name": NAME, "Emails": [{"Value": email, "Primary": True}]}


def set_name(number: int) -> str:
    """The permission set of this number."""
    return f"Set-{number:02}"


def group_name(number: int) -> str:
    """The group of this number."""
    return f"Group-{number:02}"


def make_rule(groups: Sequence[int], permission_sets: Sequence[int], accounts: object = "all") -> dict[str, Any]:
    """A rule of the policy: each of the groups holds each of the permission sets there."""
    return {
        "groups": [group_name(n) for n in groups],
        "permission_sets": [set_name(n) for n in permission_sets],
        "accounts": accounts,
    }


def add_units(cloud: Cloud, count: int) -> list[str]:
    """The ids of so many organizational units in the root."""
    organizations = cloud.client("organizations")
    made = [organizations.create_organizational_unit(ParentId=cloud.root_id, Name=f"Unit-{n}") for n in range(count)]
    return [str(answer["OrganizationalUnit"]["Id"]) for answer in made]


def spread(accounts: list[dict[str, Any]], unit_ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The accounts, one after the other in another unit."""
    for n, account in enumerate(accounts):
        yield {**account, "ParentId": unit_ids[n % len(unit_ids)]}


def promised(access: Iterable[Mapping[str, Any]], accounts: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    """The assignments of the rules that mean all accounts or a slice of them, for `/_local/seed`."""
    for rule in access:
        for account in accounts:
            if rule["accounts"] in ("all", {"tag": {"slice": account["Tags"][0]["Value"]}}):
                for group, permission_set in product(rule["groups"], rule["permission_sets"]):
                    yield [account["AccountName"], permission_set, "GROUP", group]
