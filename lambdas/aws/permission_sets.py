"""Permission sets with all they hold (sso-admin), as access.yaml describes them."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from lambdas.aws.faults import translated
from lambdas.aws.identity_center import SERVICE
from lambdas.aws.pages import list_all
from lambdas.core.errors import MissingError, RejectError
from lambdas.core.policy import PermissionSet
from lambdas.inventory import StoredPermissionSet

if TYPE_CHECKING:
    from mypy_boto3_sso_admin import SSOAdminClient

# An AWS managed policy is known by what follows, in every partition.
MANAGED = re.compile(r"arn:aws[a-z-]*:iam::aws:policy/")


class AwsPermissionSets:
    """Every permission set of one instance. Each costs five calls: AWS tells its parts one by one."""

    def __init__(self, client: "SSOAdminClient", instance_arn: str) -> None:
        self._client: Any = client
        self._instance = {"InstanceArn": instance_arn}

    def list_permission_sets(self) -> tuple[StoredPermissionSet, ...]:
        """All of them, by name."""
        found = [self._read(described) for described in self._describe_all()]
        return tuple(sorted(found, key=lambda stored: stored.name))

    def list_names(self) -> dict[str, str]:
        """ARN -> name."""
        return {described["PermissionSetArn"]: described["Name"] for described in self._describe_all()}

    def _describe_all(self) -> Iterator[Any]:
        arns = list(list_all(SERVICE, self._client.list_permission_sets, "PermissionSets", **self._instance))
        for arn in arns:
            try:
                yield self._ask("describe_permission_set", arn)["PermissionSet"]
            except MissingError:
                continue  # deleted since it was listed

    def _read(self, described: Any) -> StoredPermissionSet:
        arn, name = described["PermissionSetArn"], described["Name"]
        try:
            return StoredPermissionSet(arn, name, PermissionSet.model_validate(self._definition(arn, described)))
        except ValidationError as error:
            raise RejectError(f"access.yaml cannot describe the permission set '{name}': {error}") from error

    def _definition(self, arn: str, described: Any) -> dict[str, Any]:
        managed = self._list("list_managed_policies_in_permission_set", "AttachedManagedPolicies", arn)
        customer = self._list(
            "list_customer_managed_policy_references_in_permission_set", "CustomerManagedPolicyReferences", arn
        )
        inline = self._ask("get_inline_policy_for_permission_set", arn).get("InlinePolicy")
        return {
            "description": described.get("Description", ""),
            "managed_policies": [_policy_name(policy["Arn"]) for policy in managed],
            "customer_managed_policies": [_reference(found) for found in customer],
            "inline_policy": json.loads(inline) if inline else {},
            "permissions_boundary": self._boundary(arn),
            # Where AWS says no duration it means an hour (sso-admin API, CreatePermissionSet).
            "session": described.get("SessionDuration", "PT1H"),
            "relay_state": described.get("RelayState", ""),
        }

    def _boundary(self, arn: str) -> dict[str, Any] | None:
        """AWS says "not found" where there is none."""
        try:
            found = self._ask("get_permissions_boundary_for_permission_set", arn)["PermissionsBoundary"]
        except MissingError:
            return None
        if "ManagedPolicyArn" in found:
            return {"managed_policy": _policy_name(found["ManagedPolicyArn"])}
        return {"customer_managed_policy": _reference(found["CustomerManagedPolicyReference"])}

    def _list(self, method: str, member: str, arn: str) -> list[Any]:
        call = getattr(self._client, method)
        return list(list_all(SERVICE, call, member, PermissionSetArn=arn, **self._instance))

    def _ask(self, method: str, arn: str) -> Any:
        with translated(SERVICE, method):
            return getattr(self._client, method)(PermissionSetArn=arn, **self._instance)


def _policy_name(arn: str) -> str:
    """As the policy writes it: 'job-function/Billing'."""
    return MANAGED.sub("", arn)


def _reference(found: Any) -> dict[str, str]:
    return {"name": found["Name"], "path": found.get("Path", "/")}
