"""Which resources a call to the identity services is authorized on, so that policies on single resources bite.

AWS: the service authorization references of IAM Identity Center, Identity Store and Organizations; a call on several
resources needs all of them allowed and none denied. ministack: '*', or any resource of the organization.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from ministack.core import iam_actions, iam_evaluator

from sandbox.emulator.identity.organization.records import in_management, organization
from sandbox.home import MANAGEMENT_ACCOUNT_ID

Members = dict[str, Any]


class _Resources(str):
    """The first ARN, as ministack takes it; the others go with it."""

    __slots__ = ("others",)
    others: tuple[str, ...]


def apply() -> None:
    """Name every resource of a call, and ask for each."""
    extract, enforce = iam_actions.extract_resource_arn, iam_evaluator.enforce

    def extract_all(service: str, method: str, path: str, headers: Any, body: bytes, *rest: Any) -> str:
        find = FINDERS.get(service)
        arns = list(dict.fromkeys(find(_parse(body)))) if find else []
        if not arns:
            return str(extract(service, method, path, headers, body, *rest)) if find is None else "*"
        found = _Resources(arns[0])
        found.others = tuple(arns[1:])
        return found

    def enforce_all(key: str, action: str, service: str, region: str, resource_arn: str = "*", **more: Any) -> Any:
        for arn in (resource_arn, *getattr(resource_arn, "others", ())):
            denied = enforce(key, action, service, region, resource_arn=str(arn), **more)
            if denied:
                return denied
        return None

    iam_actions.extract_resource_arn, iam_evaluator.enforce = extract_all, enforce_all


def _parse(body: bytes) -> Members:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _identity_center(members: Members) -> Iterator[str]:
    """Instance, permission set and account: an assignment needs all three."""
    for member in ("InstanceArn", "PermissionSetArn", "ResourceArn"):
        if isinstance(members.get(member), str):
            yield members[member]
    for member in ("TargetId", "AccountId"):
        if isinstance(members.get(member), str):
            yield f"arn:aws:sso:::account/{members[member]}"


def _identity_store(members: Members) -> Iterator[str]:
    store = str(members.get("IdentityStoreId") or "").rpartition("/")[2]
    if store:
        yield f"arn:aws:identitystore::{MANAGEMENT_ACCOUNT_ID}:identitystore/{store}"
    member_id = members.get("MemberId")
    ids = {**members, **(member_id if isinstance(member_id, dict) else {})}
    for member, kind in (("UserId", "user"), ("GroupId", "group"), ("MembershipId", "membership")):
        if isinstance(ids.get(member), str):
            yield f"arn:aws:identitystore:::{kind}/{ids[member].rpartition('/')[2]}"


def _organizations(members: Members) -> Iterator[str]:
    for value in members.values():
        if isinstance(value, str) and (kind := _kind(value)):
            yield f"arn:aws:organizations::{MANAGEMENT_ACCOUNT_ID}:{kind}/{value}"


def _kind(value: str) -> str:
    """What an id of Organizations names, with the organization's own id; '' for anything else."""
    organization_id = _organization_id()
    for pattern, kind in (
        (r"\d{12}", "account/{}"),
        (r"ou-[a-z0-9]+-[a-z0-9]+", "ou/{}"),
        (r"r-[a-z0-9]+", "root/{}"),
        (r"p-[A-Za-z0-9]+", "policy/{}/service_control_policy"),
    ):
        if re.fullmatch(pattern, value):
            return kind.format(organization_id)
    return ""


def _organization_id() -> str:
    """Whoever calls: there is one organization, the management account's."""
    return str(in_management(lambda _payload: organization())({})["Id"])


FINDERS: dict[str, Callable[[Members], Iterator[str]]] = {
    "sso-admin": _identity_center,
    "identitystore": _identity_store,
    "organizations": _organizations,
}
