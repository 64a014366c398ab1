"""ProvisionPermissionSet: bring an edited permission set to the accounts that hold it."""

from typing import Any

from sandbox.emulator.identity.center.assignments import Assignments
from sandbox.emulator.identity.center.instance import check_instance
from sandbox.emulator.identity.center.permission_sets import PermissionSets
from sandbox.emulator.identity.center.requests import Request, Requests
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.faults import Faults


class Provisioning:
    """ProvisionPermissionSet and its statuses."""

    def __init__(
        self, assignments: Assignments, permission_sets: PermissionSets, requests: Requests, faults: Faults
    ) -> None:
        self._assignments = assignments
        self._permission_sets = permission_sets
        self._requests = requests
        self._faults = faults

    def operations(self) -> dict[str, Operation]:
        """The operations by the names AWS gives them."""
        return {
            "ProvisionPermissionSet": self._provision,
            "DescribePermissionSetProvisioningStatus": self._describe,
            "ListPermissionSetProvisioningStatus": self._list,
        }

    def provision_everywhere(self, permission_set_arn: str) -> None:
        """Bring the latest revision to all accounts that hold it, at once: what CloudFormation waits for."""
        revision = self._permission_sets.find({"PermissionSetArn": permission_set_arn}).revision
        for account_id in self._assignments.accounts_of_set(permission_set_arn):
            self._assignments.provision(account_id, permission_set_arn, revision)

    def _provision(self, payload: dict[str, Any]) -> dict[str, Any]:
        permission_set = self._permission_sets.find(payload)
        accounts = self._targets(payload)
        about = {"PermissionSetArn": permission_set.arn}
        if payload["TargetType"] == "AWS_ACCOUNT":
            about["AccountId"] = payload["TargetId"]
        injected = self._faults.take_failure("ProvisionPermissionSet", payload)
        pairs = frozenset((account_id, permission_set.arn) for account_id in accounts)
        request = self._requests.start(
            Request(about, pairs), lambda: self._finish(permission_set.arn, accounts, injected)
        )
        return {"PermissionSetProvisioningStatus": request.full()}

    def _targets(self, payload: dict[str, Any]) -> list[str]:
        held_by = self._assignments.accounts_of_set(payload["PermissionSetArn"])
        if payload["TargetType"] != "AWS_ACCOUNT":
            return list(held_by)
        if "TargetId" not in payload:
            raise AwsError("ValidationException", "TargetId is required when TargetType is AWS_ACCOUNT.")
        if payload["TargetId"] not in held_by:
            raise AwsError("ResourceNotFoundException", "The permission set is not provisioned to the account.")
        return [payload["TargetId"]]

    def _finish(self, permission_set_arn: str, accounts: list[str], injected: str | None) -> str | None:
        if not self._permission_sets.has(permission_set_arn):
            return "Received a 404 status error: The permission set does not exist."
        if injected is None:
            revision = self._permission_sets.find({"PermissionSetArn": permission_set_arn}).revision
            for account_id in accounts:
                self._assignments.provision(account_id, permission_set_arn, revision)
        return injected

    def _describe(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_instance(payload)
        found = self._requests.find(payload["ProvisionPermissionSetRequestId"])
        return {"PermissionSetProvisioningStatus": found.full()}

    def _list(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_instance(payload)
        return self._requests.statuses(payload, "PermissionSetsProvisioningStatus")
