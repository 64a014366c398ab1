"""Service control policies: ministack's, held to AWS's limits and paged."""

import json
from typing import Any

from sandbox.emulator.identity.organization import records
from sandbox.emulator.identity.organization.records import ministack_operation
from sandbox.emulator.identity.organization.tree import PAGE
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.paging import page

# Organizations quotas.
_MOST_CHARACTERS = 10_240
_MOST_ATTACHED = 10
_SCP = "SERVICE_CONTROL_POLICY"


def policy_operations() -> dict[str, Operation]:
    """The operations on policies and their attachments."""
    same = ("DescribePolicy", "DeletePolicy", "EnablePolicyType", "DisablePolicyType")
    return {
        **{name: ministack_operation(name) for name in same},
        "CreatePolicy": _create,
        "UpdatePolicy": _update,
        "AttachPolicy": _attach,
        "DetachPolicy": _detach,
        "ListPolicies": _paged("ListPolicies", "Policies", "Id"),
        "ListPoliciesForTarget": _paged("ListPoliciesForTarget", "Policies", "Id"),
        "ListTargetsForPolicy": _paged("ListTargetsForPolicy", "Targets", "TargetId"),
    }


def _create(payload: dict[str, Any]) -> dict[str, Any]:
    if payload["Type"] == _SCP:
        _check_content(payload["Content"])
    return ministack_operation("CreatePolicy")(payload)


def _update(payload: dict[str, Any]) -> dict[str, Any]:
    if "Content" in payload and records.policy_type(payload["PolicyId"]) == _SCP:
        _check_content(payload["Content"])
    return ministack_operation("UpdatePolicy")(payload)


def _check_content(content: str) -> None:
    """Raise for an SCP that is too long, not JSON, or has a statement without Resource or NotResource."""
    if len(content) > _MOST_CHARACTERS:
        raise AwsError(
            "ConstraintViolationException",
            "You have exceeded the maximum policy size.",
            Reason="POLICY_CONTENT_LIMIT_EXCEEDED",
        )
    if not all("Resource" in one or "NotResource" in one for one in _statements(content)):
        raise AwsError(
            "MalformedPolicyDocumentException", "The provided policy document does not meet the requirements."
        )


def _statements(content: str) -> list[dict[str, Any]]:
    try:
        statements = json.loads(content)["Statement"]
    except (ValueError, KeyError, TypeError) as error:
        raise AwsError(
            "MalformedPolicyDocumentException", "The provided policy document does not meet the requirements."
        ) from error
    return statements if isinstance(statements, list) else [statements]


def _attach(payload: dict[str, Any]) -> dict[str, Any]:
    if len(_attached_alike(payload)) >= _MOST_ATTACHED:
        raise AwsError(
            "ConstraintViolationException",
            "You have attached the maximum number of policies of this type to the target.",
            Reason="MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
        )
    return ministack_operation("AttachPolicy")(payload)


def _detach(payload: dict[str, Any]) -> dict[str, Any]:
    attached = _attached_alike(payload)
    if attached == [payload["PolicyId"]] and records.policy_type(payload["PolicyId"]) == _SCP:
        raise AwsError(
            "ConstraintViolationException",
            "You can't remove the last policy of this type from the target.",
            Reason="MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
        )
    return ministack_operation("DetachPolicy")(payload)


def _attached_alike(payload: dict[str, Any]) -> list[str]:
    """The policies on the target that are of the same type as the request's."""
    kind = records.policy_type(payload["PolicyId"])
    return [one for one in records.attached_to(payload["TargetId"]) if records.policy_type(one) == kind]


def _paged(name: str, member: str, key: str) -> Operation:
    whole = ministack_operation(name)

    def run(payload: dict[str, Any]) -> dict[str, Any]:
        return page({item[key]: item for item in whole(payload)[member]}, payload, member, most=PAGE)

    return run
