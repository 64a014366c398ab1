"""What a permission set is made of: managed policies, customer managed references, inline policy, boundary."""

import json
from typing import Any

from sandbox.emulator.identity.center.permission_sets import PermissionSets
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.paging import page

_MOST_POLICIES = 25  # managed policies and references together (Identity Center quotas)


class PermissionSetPolicies:
    """The operations on the policies of a permission set. Each edit makes a new revision."""

    def __init__(self, permission_sets: PermissionSets) -> None:
        self._find = permission_sets.find

    def operations(self) -> dict[str, Operation]:
        """The operations by the names AWS gives them."""
        return {
            "AttachManagedPolicyToPermissionSet": self._attach_managed,
            "DetachManagedPolicyFromPermissionSet": self._detach_managed,
            "ListManagedPoliciesInPermissionSet": self._list_managed,
            "AttachCustomerManagedPolicyReferenceToPermissionSet": self._attach_customer,
            "DetachCustomerManagedPolicyReferenceFromPermissionSet": self._detach_customer,
            "ListCustomerManagedPolicyReferencesInPermissionSet": self._list_customer,
            "PutInlinePolicyToPermissionSet": self._put_inline,
            "GetInlinePolicyForPermissionSet": self._get_inline,
            "DeleteInlinePolicyFromPermissionSet": self._delete_inline,
            "PutPermissionsBoundaryToPermissionSet": self._put_boundary,
            "GetPermissionsBoundaryForPermissionSet": self._get_boundary,
            "DeletePermissionsBoundaryFromPermissionSet": self._delete_boundary,
        }

    def _attach_managed(self, payload: dict[str, Any]) -> dict[str, Any]:
        found, arn = self._find(payload), payload["ManagedPolicyArn"]
        _check_room(found.managed, found.customer)
        _attach(found.managed, arn, arn.rpartition("/")[2])
        found.revision += 1
        return {}

    def _detach_managed(self, payload: dict[str, Any]) -> dict[str, Any]:
        found = self._find(payload)
        _detach(found.managed, payload["ManagedPolicyArn"])
        found.revision += 1
        return {}

    def _list_managed(self, payload: dict[str, Any]) -> dict[str, Any]:
        attached = {arn: {"Arn": arn, "Name": name} for arn, name in self._find(payload).managed.items()}
        return page(attached, payload, "AttachedManagedPolicies")

    def _attach_customer(self, payload: dict[str, Any]) -> dict[str, Any]:
        found, reference = self._find(payload), _reference(payload)
        _check_room(found.managed, found.customer)
        _attach(found.customer, reference["Path"] + reference["Name"], reference)
        found.revision += 1
        return {}

    def _detach_customer(self, payload: dict[str, Any]) -> dict[str, Any]:
        found, reference = self._find(payload), _reference(payload)
        _detach(found.customer, reference["Path"] + reference["Name"])
        found.revision += 1
        return {}

    def _list_customer(self, payload: dict[str, Any]) -> dict[str, Any]:
        return page(self._find(payload).customer, payload, "CustomerManagedPolicyReferences")

    def _put_inline(self, payload: dict[str, Any]) -> dict[str, Any]:
        found = self._find(payload)
        _check_json(payload["InlinePolicy"])
        found.inline_policy = payload["InlinePolicy"]
        found.revision += 1
        return {}

    def _get_inline(self, payload: dict[str, Any]) -> dict[str, Any]:
        return {"InlinePolicy": self._find(payload).inline_policy}

    def _delete_inline(self, payload: dict[str, Any]) -> dict[str, Any]:
        found = self._find(payload)
        found.inline_policy = ""
        found.revision += 1
        return {}

    def _put_boundary(self, payload: dict[str, Any]) -> dict[str, Any]:
        found, boundary = self._find(payload), payload["PermissionsBoundary"]
        if len(boundary) != 1:
            raise AwsError("ValidationException", "A permissions boundary is one policy: managed or customer managed.")
        found.boundary = boundary
        found.revision += 1
        return {}

    def _get_boundary(self, payload: dict[str, Any]) -> dict[str, Any]:
        found = self._find(payload)
        if found.boundary is None:
            raise AwsError("ResourceNotFoundException", f"PermissionSet {found.name} has no permissions boundary.")
        return {"PermissionsBoundary": found.boundary}

    def _delete_boundary(self, payload: dict[str, Any]) -> dict[str, Any]:
        found = self._find(payload)
        found.boundary = None
        found.revision += 1
        return {}


def _reference(payload: dict[str, Any]) -> dict[str, str]:
    reference = payload["CustomerManagedPolicyReference"]
    return {"Name": reference["Name"], "Path": reference.get("Path", "/")}


def _check_room(managed: dict[str, Any], customer: dict[str, Any]) -> None:
    if len(managed) + len(customer) >= _MOST_POLICIES:
        raise AwsError("ServiceQuotaExceededException", f"A permission set takes {_MOST_POLICIES} managed policies.")


def _attach(policies: dict[str, Any], key: str, value: Any) -> None:
    if key in policies:
        raise AwsError("ConflictException", f"Policy {key} is already attached to the permission set.")
    policies[key] = value


def _detach(policies: dict[str, Any], key: str) -> None:
    if policies.pop(key, None) is None:
        raise AwsError("ResourceNotFoundException", f"Policy {key} is not attached to the permission set.")


def _check_json(document: str) -> None:
    try:
        json.loads(document)
    except ValueError as error:
        raise AwsError("ValidationException", "The inline policy is not a valid JSON document.") from error
