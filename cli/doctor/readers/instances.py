"""Identity Center: its instances, here and elsewhere, and where its users come from."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

import boto3

from cli.doctor.checks.instances import InstanceFacts, Seen
from lambdas.aws.clients import make_client
from lambdas.aws.faults import translated
from lambdas.aws.instance import find_instance
from lambdas.aws.management import find_management_account_id
from lambdas.aws.pages import list_all
from lambdas.core.errors import GatehouseError

SERVICE, PRINCIPAL = "sso-admin", "sso.amazonaws.com"
TOGETHER = 8
# Users that are looked at to tell where users come from: one page.
SAMPLE = 100


def read_instances(region: str) -> InstanceFacts:
    """Other Regions are asked only where this one has no instance of the organization."""
    management = find_management_account_id(make_client("organizations"))
    seen = _list(region, management)
    found = InstanceFacts(region, management, seen)
    if found.organizations() is None:
        elsewhere, unasked = _look_elsewhere(region, management)
        return replace(found, seen=seen + elsewhere, unasked=unasked)
    return replace(found, external=_is_external(region, management), delegated=_list_delegated())


def _list(region: str, management: str) -> tuple[Seen, ...]:
    client = make_client(SERVICE, region=region)
    items = list_all(SERVICE, client.list_instances, "Instances")
    return tuple(_see(client, item, Seen(item["InstanceArn"], _owner(item), region), management) for item in items)


def _owner(item: Any) -> str:
    return str(item.get("OwnerAccountId", ""))


def _see(client: Any, item: Any, seen: Seen, management: str) -> Seen:
    """DescribeInstance alone tells of permission sets; an account's own instance is the business of that account."""
    listed = replace(seen, status=item.get("Status", seen.status))
    if seen.owner != management:
        return listed
    with translated(SERVICE, "DescribeInstance"):
        described = client.describe_instance(InstanceArn=seen.arn)
    return replace(listed, permission_sets=described.get("PermissionSetsEnabled", True))


def _look_elsewhere(region: str, management: str) -> tuple[tuple[Seen, ...], tuple[str, ...]]:
    """A Region is asked by itself (ListInstances). One that is not enabled refuses, which ends nothing."""
    others = [name for name in boto3.Session().get_available_regions(SERVICE) if name != region]
    with ThreadPoolExecutor(TOGETHER) as pool:
        answers = list(pool.map(partial(_try, management=management), others))
    seen = tuple(instance for found, _ in answers for instance in found)
    return seen, tuple(why for _, why in answers if why)


def _try(region: str, management: str) -> tuple[tuple[Seen, ...], str]:
    try:
        return _list(region, management), ""
    except GatehouseError as error:
        return (), f"{region} ({str(error).partition(':')[2][:60]})"


def _is_external(region: str, management: str) -> bool | None:
    """Whether a user has an id that an identity provider gave it (identitystore, ExternalIds)."""
    instance = find_instance(make_client(SERVICE, region=region), management)
    client = make_client("identitystore", region=region)
    with translated("identitystore", "ListUsers"):
        users = client.list_users(IdentityStoreId=instance.identity_store_id, MaxResults=SAMPLE)["Users"]
    return any(user.get("ExternalIds") for user in users) if users else None


def _list_delegated() -> tuple[str, ...]:
    call = make_client("organizations").list_delegated_administrators
    found = list_all("organizations", call, "DelegatedAdministrators", ServicePrincipal=PRINCIPAL)
    return tuple(item["Id"] for item in found)
