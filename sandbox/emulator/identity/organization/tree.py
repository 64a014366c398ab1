"""Where things stand in the organization: roots, OUs, paths."""

import secrets
import string
from typing import Any

from sandbox.emulator.identity.organization import records
from sandbox.emulator.identity.organization.records import Record, ministack_operation
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.paging import page

PAGE = 20  # the most Organizations answers at once (MaxResults in its model)
_DEEPEST = 5  # levels of OUs under the root (Organizations quotas)


def tree_operations() -> dict[str, Operation]:
    """The operations on the organization itself, its roots and OUs, and who stands under whom."""
    return {
        "CreateOrganization": _create_organization,
        "DescribeOrganization": ministack_operation("DescribeOrganization"),
        "ListRoots": lambda payload: page(records.roots(), payload, "Roots", most=PAGE),
        "ListParents": ministack_operation("ListParents"),
        "ListChildren": _list_children,
        "ListOrganizationalUnitsForParent": _list_units,
        "DescribeOrganizationalUnit": _describe_unit,
        "CreateOrganizationalUnit": _create_unit,
        "UpdateOrganizationalUnit": _update_unit,
        "DeleteOrganizationalUnit": _delete_unit,
    }


def path_of(record: Record) -> str:
    """From the organization down to this account or OU: `o-.../r-.../ou-.../<id>/`."""
    steps = [record["Id"]]
    while parent_id := record.get("_ParentId"):
        steps.append(parent_id)
        record = records.find_parent(parent_id)
    return "/".join([records.organization()["Id"], *reversed(steps)]) + "/"


def _create_organization(_payload: dict[str, Any]) -> dict[str, Any]:
    raise AwsError("AlreadyInOrganizationException", "The AWS account is already a member of an organization.")


def _described(unit: Record) -> Record:
    public = {name: value for name, value in unit.items() if not name.startswith("_")}
    return {**public, "Path": path_of(unit)}


def _list_children(payload: dict[str, Any]) -> dict[str, Any]:
    parent_id, kind = payload["ParentId"], payload["ChildType"]
    records.find_parent(parent_id)
    among = records.accounts() if kind == "ACCOUNT" else records.units()
    children = {key: {"Id": key, "Type": kind} for key, one in among.items() if one["_ParentId"] == parent_id}
    return page(children, payload, "Children", most=PAGE)


def _list_units(payload: dict[str, Any]) -> dict[str, Any]:
    parent_id = payload["ParentId"]
    records.find_parent(parent_id)
    found = {key: unit for key, unit in records.units().items() if unit["_ParentId"] == parent_id}
    answer = page(found, payload, "OrganizationalUnits", most=PAGE)
    return {**answer, "OrganizationalUnits": [_described(unit) for unit in answer["OrganizationalUnits"]]}


def _describe_unit(payload: dict[str, Any]) -> dict[str, Any]:
    return {"OrganizationalUnit": _described(records.find_unit(payload["OrganizationalUnitId"]))}


def _create_unit(payload: dict[str, Any]) -> dict[str, Any]:
    parent_id, name = payload["ParentId"], payload["Name"]
    _check_depth(records.find_parent(parent_id))
    _check_name(parent_id, name)
    unit_id = _new_unit_id()
    organization = records.organization()
    arn = f"arn:aws:organizations::{organization['MasterAccountId']}:ou/{organization['Id']}/{unit_id}"
    unit = {"Id": unit_id, "Arn": arn, "Name": name, "_ParentId": parent_id}
    records.put_unit(unit)
    records.put_tags(unit_id, payload.get("Tags", []))
    records.attach_full_access(unit_id)
    return {"OrganizationalUnit": _described(unit)}


def _update_unit(payload: dict[str, Any]) -> dict[str, Any]:
    unit = records.find_unit(payload["OrganizationalUnitId"])
    name = str(payload.get("Name", unit["Name"]))
    if name != unit["Name"]:
        _check_name(unit["_ParentId"], name)
    records.put_unit({**unit, "Name": name})
    return {"OrganizationalUnit": _described({**unit, "Name": name})}


def _delete_unit(payload: dict[str, Any]) -> dict[str, Any]:
    unit_id = payload["OrganizationalUnitId"]
    inside = [*records.accounts().values(), *records.units().values()]
    if any(one["_ParentId"] == unit_id for one in inside):
        raise AwsError("OrganizationalUnitNotEmptyException", "The specified OU is not empty.")
    records.detach_all(unit_id)
    return ministack_operation("DeleteOrganizationalUnit")(payload)


def _check_name(parent_id: str, name: str) -> None:
    if any(unit["Name"] == name and unit["_ParentId"] == parent_id for unit in records.units().values()):
        raise AwsError("DuplicateOrganizationalUnitException", "An OU with the same name already exists.")


def _check_depth(parent: Record) -> None:
    if path_of(parent).count("/ou-") >= _DEEPEST:
        raise AwsError(
            "ConstraintViolationException",
            f"You can't nest organizational units deeper than {_DEEPEST} levels.",
            Reason="OU_DEPTH_LIMIT_EXCEEDED",
        )


def _new_unit_id() -> str:
    """As AWS makes them: the root's own letters, then the OU's."""
    alphabet = string.ascii_lowercase + string.digits
    own = "".join(secrets.choice(alphabet) for _ in range(8))
    return f"ou-{records.root_id().removeprefix('r-')}-{own}"
