"""The questions AWS answers about assignments."""

from collections.abc import Callable, Iterable
from typing import Any

from sandbox.emulator.identity.center.assignments import Assignment, Assignments
from sandbox.emulator.identity.center.instance import check_instance
from sandbox.emulator.identity.center.permission_sets import PermissionSets
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.paging import page

GroupsOf = Callable[[str], Iterable[str]]


class AssignmentLists:
    """The list operations over assignments and over what is provisioned where."""

    def __init__(self, assignments: Assignments, permission_sets: PermissionSets) -> None:
        self._assignments = assignments
        self._permission_sets = permission_sets
        self.groups_of: GroupsOf = lambda _user_id: ()

    def operations(self) -> dict[str, Operation]:
        """The operations by the names AWS gives them."""
        return {
            "ListAccountAssignments": self._in_account,
            "ListAccountAssignmentsForPrincipal": self._of_principal,
            "ListPermissionSetsProvisionedToAccount": self._sets_of_account,
            "ListAccountsForProvisionedPermissionSet": self._accounts_of_set,
        }

    def _in_account(self, payload: dict[str, Any]) -> dict[str, Any]:
        permission_set = self._permission_sets.find(payload)
        return _page(self._assignments.in_pair(payload["AccountId"], permission_set.arn), payload)

    def _of_principal(self, payload: dict[str, Any]) -> dict[str, Any]:
        """For a user, also the items of the user's groups, which name the group: as AWS seems to do."""
        check_instance(payload)
        principals = [payload["PrincipalId"]]
        if payload["PrincipalType"] == "USER":
            principals += self.groups_of(payload["PrincipalId"])
        found = [item for principal in principals for item in self._assignments.of_principal(principal)]
        account_id = payload.get("Filter", {}).get("AccountId")
        return _page([item for item in found if account_id in (None, item.account_id)], payload)

    def _sets_of_account(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_instance(payload)
        held = self._assignments.sets_of_account(payload["AccountId"])
        wanted = {arn: arn for arn, revision in held.items() if self._has_status(payload, arn, revision)}
        return page(wanted, payload, "PermissionSets")

    def _accounts_of_set(self, payload: dict[str, Any]) -> dict[str, Any]:
        arn = self._permission_sets.find(payload).arn
        accounts = self._assignments.accounts_of_set(arn)
        wanted = {
            account: account for account, revision in accounts.items() if self._has_status(payload, arn, revision)
        }
        return page(wanted, payload, "AccountIds")

    def _has_status(self, payload: dict[str, Any], arn: str, revision: int) -> bool:
        """Whether an account's copy of a permission set is as new (or as old) as the request wants it."""
        wanted = payload.get("ProvisioningStatus")
        latest = self._permission_sets.find({"PermissionSetArn": arn}).revision == revision
        return wanted is None or latest == (wanted == "LATEST_PERMISSION_SET_PROVISIONED")


def _page(assignments: Iterable[Assignment], payload: dict[str, Any]) -> dict[str, Any]:
    items = {"/".join(item): _described(item) for item in assignments}
    return page(items, payload, "AccountAssignments")


def _described(assignment: Assignment) -> dict[str, str]:
    return {
        "AccountId": assignment.account_id,
        "PermissionSetArn": assignment.permission_set_arn,
        "PrincipalType": assignment.principal_type,
        "PrincipalId": assignment.principal_id,
    }
