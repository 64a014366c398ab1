"""CreateAccountAssignment and DeleteAccountAssignment: accepted, then decided, as Identity Center does it."""

from collections.abc import Callable
from typing import Any

from sandbox.emulator.identity.center.assignments import Assignment, Assignments
from sandbox.emulator.identity.center.instance import check_instance
from sandbox.emulator.identity.center.permission_sets import PermissionSet, PermissionSets
from sandbox.emulator.identity.center.requests import Request, Requests
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.faults import Faults
from sandbox.emulator.identity.wire.settings import Settings

AccountState = Callable[[str], str | None]
PrincipalExists = Callable[[str, str], bool]


class Assigning:
    """The writes to assignments and the status of each.

    | case                                   | what happens                                                        |
    | -------------------------------------- | ------------------------------------------------------------------- |
    | create one that exists                 | SUCCEEDED, and still there once (AWS documents neither)             |
    | delete one that does not exist         | ResourceNotFoundException, or FAILED: setting `missing_assignment`  |
    | principal unknown when it is decided   | create FAILED                                                       |
    | account unknown or not ACTIVE then     | FAILED                                                              |
    | another write to account and set       | ConflictException                                                   |
    | more creations than `outstanding`      | ThrottlingException                                                 |
    """

    def __init__(
        self,
        assignments: Assignments,
        permission_sets: PermissionSets,
        *,
        creations: Requests,
        deletions: Requests,
        settings: Settings,
        faults: Faults,
    ) -> None:
        self._assignments = assignments
        self._permission_sets = permission_sets
        self._creations = creations
        self._deletions = deletions
        self._settings = settings
        self._faults = faults
        self.account_state: AccountState = lambda _account_id: None
        self.principal_exists: PrincipalExists = lambda _kind, _principal_id: False

    def operations(self) -> dict[str, Operation]:
        """The operations by the names AWS gives them."""
        return {
            "CreateAccountAssignment": self._create,
            "DeleteAccountAssignment": self._delete,
            "DescribeAccountAssignmentCreationStatus": self._describe_creation,
            "DescribeAccountAssignmentDeletionStatus": self._describe_deletion,
            "ListAccountAssignmentCreationStatus": self._list_creations,
            "ListAccountAssignmentDeletionStatus": self._list_deletions,
        }

    def _create(self, payload: dict[str, Any]) -> dict[str, Any]:
        permission_set, assignment = self._permission_sets.find(payload), _assignment(payload)
        if self._settings.throttle and self._creations.in_progress >= self._settings.outstanding:
            # The text AWS answers beyond its 15 outstanding creations.
            raise AwsError("ThrottlingException", "There are too many requests processing. Please try again later.")
        injected = self._faults.take_failure("CreateAccountAssignment", payload)
        request = self._creations.start(
            _request(assignment), lambda: injected or self._grant(assignment, permission_set)
        )
        return {"AccountAssignmentCreationStatus": request.full()}

    def _grant(self, assignment: Assignment, permission_set: PermissionSet) -> str | None:
        failure = self._account_failure(assignment.account_id)
        if failure is None and not self._permission_sets.has(permission_set.arn):
            failure = "Received a 404 status error: The permission set does not exist."
        if failure is None and not self.principal_exists(assignment.principal_type, assignment.principal_id):
            failure = f"Received a 404 status error: Not supported principal {assignment.principal_id}."
        if failure is None:
            self._assignments.add(assignment, permission_set.revision)
        return failure

    def _delete(self, payload: dict[str, Any]) -> dict[str, Any]:
        self._permission_sets.find(payload)
        assignment = _assignment(payload)
        if assignment not in self._assignments and self._settings.missing_assignment == "error":
            raise AwsError("ResourceNotFoundException", "Could not find the account assignment.")
        injected = self._faults.take_failure("DeleteAccountAssignment", payload)
        request = self._deletions.start(_request(assignment), lambda: injected or self._revoke(assignment))
        return {"AccountAssignmentDeletionStatus": request.full()}

    def _revoke(self, assignment: Assignment) -> str | None:
        if assignment not in self._assignments:
            return "Received a 404 status error: The account assignment does not exist."
        failure = self._account_failure(assignment.account_id)
        if failure is None:
            self._assignments.remove(assignment)
        return failure

    def _account_failure(self, account_id: str) -> str | None:
        state = self.account_state(account_id)
        if state is None:
            return f"Received a 404 status error: AWS account {account_id} is not in the organization."
        if state != "ACTIVE":
            # In the words AWS uses for an account it cannot enter.
            return (
                "We are unable to complete your request at this time. Obtaining permissions to manage your AWS "
                f"account '{account_id}' takes longer than usual."
            )
        return None

    def _describe_creation(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_instance(payload)
        found = self._creations.find(payload["AccountAssignmentCreationRequestId"])
        return {"AccountAssignmentCreationStatus": found.full()}

    def _describe_deletion(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_instance(payload)
        found = self._deletions.find(payload["AccountAssignmentDeletionRequestId"])
        return {"AccountAssignmentDeletionStatus": found.full()}

    def _list_creations(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_instance(payload)
        return self._creations.statuses(payload, "AccountAssignmentsCreationStatus")

    def _list_deletions(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_instance(payload)
        return self._deletions.statuses(payload, "AccountAssignmentsDeletionStatus")


def _assignment(payload: dict[str, Any]) -> Assignment:
    return Assignment(
        payload["TargetId"], payload["PermissionSetArn"], payload["PrincipalType"], payload["PrincipalId"]
    )


def _request(assignment: Assignment) -> Request:
    about = {
        "TargetId": assignment.account_id,
        "TargetType": "AWS_ACCOUNT",
        "PermissionSetArn": assignment.permission_set_arn,
        "PrincipalType": assignment.principal_type,
        "PrincipalId": assignment.principal_id,
    }
    return Request(about, frozenset({assignment.pair}))
