"""ministack's organization, opened: the only place that knows its private names.

ministack keeps one organization per calling account. All of ours is the management account's, so every operation runs
in that account's scope, whoever called.
"""

# ruff: noqa: SLF001  (this file is where ministack's private names are known)

import json
from collections.abc import Mapping
from typing import Any

from ministack.core.responses import get_region, request_scope
from ministack.services import organizations as ministack

from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.home import MANAGEMENT_ACCOUNT_ID

Record = dict[str, Any]

FULL_ACCESS = ministack.FULL_ACCESS_POLICY_ID


def in_management(operation: Operation) -> Operation:
    """The operation, run on the management account's organization."""

    def run(payload: Record) -> Record:
        with request_scope(MANAGEMENT_ACCOUNT_ID, get_region()):
            ministack._ensure_org()
            return operation(payload)

    return run


def ministack_operation(name: str) -> Operation:
    """ministack's own operation of this name; its errors raise as AwsError."""
    handler = ministack._DISPATCH[name]

    def run(payload: Record) -> Record:
        status, _headers, body = handler(payload)
        answer: Record = json.loads(body)
        if status >= 400:  # noqa: PLR2004  (HTTP's own border)
            raise AwsError(str(answer["__type"]), str(answer.get("message") or answer.get("Message")))
        return answer

    return run


def organization() -> Record:
    """The organization's own record."""
    found: Record = ministack._orgs["self"]
    return found


def root_id() -> str:
    """The id of the one root."""
    return str(next(iter(ministack._roots)))


def roots() -> Mapping[str, Record]:
    """Root id -> root."""
    return dict(ministack._roots.items())


def accounts() -> dict[str, Record]:
    """Account id -> record, with `_ParentId` and, once it has left ACTIVE, `_State`."""
    return dict(ministack._accounts.items())


def find_account(account_id: str) -> Record:
    """One account, or AccountNotFoundException in AWS's words."""
    found: Record | None = ministack._accounts.get(account_id)
    if found is None:
        raise AwsError("AccountNotFoundException", "You specified an account that doesn't exist.")
    return found


def account_state(account_id: str) -> str | None:
    """The State of an account of the organization; None for one it does not have. Any scope may ask."""
    with request_scope(MANAGEMENT_ACCOUNT_ID, get_region()):
        record = ministack._accounts.get(account_id)
        return str(record.get("_State", record["Status"])) if record else None


def put_account(record: Record) -> None:
    """Add or replace an account."""
    ministack._accounts[record["Id"]] = record


def drop_account(account_id: str) -> None:
    """Take an account out, with its tags and its policy attachments."""
    del ministack._accounts[account_id]
    ministack._tags.pop(account_id, None)
    detach_all(account_id)


def units() -> dict[str, Record]:
    """OU id -> record, with `_ParentId`."""
    return dict(ministack._ous.items())


def find_parent(parent_id: str, *, code: str = "ParentNotFoundException") -> Record:
    """The root or OU of this id, or `code`."""
    found: Record | None = ministack._roots.get(parent_id) or ministack._ous.get(parent_id)
    if found is None:
        raise AwsError(code, "You specified a root or OU that doesn't exist.")
    return found


def find_unit(unit_id: str) -> Record:
    """One OU, or OrganizationalUnitNotFoundException."""
    found: Record | None = ministack._ous.get(unit_id)
    if found is None:
        raise AwsError(
            "OrganizationalUnitNotFoundException", "You specified an organizational unit that doesn't exist."
        )
    return found


def put_unit(record: Record) -> None:
    """Add or replace an OU."""
    ministack._ous[record["Id"]] = record


def tags_of(resource_id: str) -> dict[str, str]:
    """A resource's tags."""
    return dict(ministack._tags.get(resource_id) or {})


def put_tags(resource_id: str, tags: list[dict[str, str]]) -> None:
    """Give a new resource its tags."""
    ministack._tags[resource_id] = {tag["Key"]: tag["Value"] for tag in tags}


def attached_to(target_id: str) -> list[str]:
    """The ids of the policies attached to a root, OU or account."""
    return [policy_id for policy_id, targets in ministack._attachments.items() if target_id in targets]


def policy_type(policy_id: str) -> str:
    """The type of a policy, or PolicyNotFoundException."""
    found = ministack._policies.get(policy_id)
    if found is None:
        raise AwsError("PolicyNotFoundException", "You specified a policy that doesn't exist.")
    return str(found["Type"])


def policy_type_enabled(kind: str) -> bool:
    """Whether the root has this type of policy switched on."""
    return {"Type": kind, "Status": "ENABLED"} in ministack._roots[root_id()]["PolicyTypes"]


def policies_on(target_id: str, kind: str) -> dict[str, str]:
    """Name -> content of the policies of a type that are attached to a root, OU or account."""
    found = (ministack._policies[policy_id] for policy_id in attached_to(target_id))
    return {str(one["Name"]): str(one["_Content"]) for one in found if one["Type"] == kind}


def attach_full_access(target_id: str) -> None:
    """Every new account and OU starts with the policy FullAWSAccess."""
    ministack._attachments[FULL_ACCESS] = [*(ministack._attachments.get(FULL_ACCESS) or []), target_id]


def detach_all(target_id: str) -> None:
    """Take every policy off a target that goes away."""
    for policy_id, targets in ministack._attachments.items():
        if target_id in targets:
            ministack._attachments[policy_id] = [one for one in targets if one != target_id]
