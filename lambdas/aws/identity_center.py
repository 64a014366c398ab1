"""Permission sets and account assignments of the organization instance (sso-admin)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from lambdas.aws.faults import translated
from lambdas.aws.pages import list_all
from lambdas.core.assignments import Action, Assignment, PrincipalType
from lambdas.core.errors import MissingError
from lambdas.ports import Operation, Progress

if TYPE_CHECKING:
    from mypy_boto3_sso_admin import SSOAdminClient

SERVICE = "sso-admin"


class AwsIdentityCenter:
    """One instance. The name of each permission set is remembered by its ARN: AWS has no call that changes it."""

    def __init__(self, client: "SSOAdminClient", instance_arn: str) -> None:
        self._client: Any = client
        self._instance_arn = instance_arn
        self._names: dict[str, str] = {}

    def find_permission_sets(self, names: Iterable[str]) -> dict[str, str]:
        """Name -> ARN. AWS lists ARNs only, so those not known yet are described until every name is found.

        The list is read each time: a permission set that was deleted, or made again under a new ARN, is seen.
        """
        wanted = set(names)
        listed = list(
            list_all(SERVICE, self._client.list_permission_sets, "PermissionSets", InstanceArn=self._instance_arn)
        )
        found = {self._names[arn]: arn for arn in listed if arn in self._names}
        unknown = iter(arn for arn in listed if arn not in self._names)
        while not wanted <= found.keys() and (arn := next(unknown, None)):
            found |= self._describe_name(arn)
        return {name: found[name] for name in sorted(wanted & found.keys())}

    def list_assignments(self, account_id: str, permission_set_arns: Iterable[str]) -> tuple[Assignment, ...]:
        """Direct assignments in one account; only permission sets that are provisioned there are asked for."""
        wanted = set(permission_set_arns)
        provisioned = list_all(
            SERVICE,
            self._client.list_permission_sets_provisioned_to_account,
            "PermissionSets",
            InstanceArn=self._instance_arn,
            AccountId=account_id,
        )
        here = sorted(wanted & set(provisioned))
        return tuple(sorted(found for arn in here for found in self._list(account_id, arn)))

    def list_assignments_of(self, principal_type: PrincipalType, principal_id: str) -> tuple[Assignment, ...]:
        """The assignments of exactly this principal.

        For a user AWS also lists what it has through groups, under the group's id: those items are left out.
        """
        found = list_all(
            SERVICE,
            self._client.list_account_assignments_for_principal,
            "AccountAssignments",
            InstanceArn=self._instance_arn,
            PrincipalId=principal_id,
            PrincipalType=str(principal_type),
        )
        return tuple(sorted(_assignment(item) for item in found if item["PrincipalId"] == principal_id))

    def request(self, action: Action, assignment: Assignment) -> Operation:
        """CreateAccountAssignment or DeleteAccountAssignment: accepted, not yet done."""
        call = _CALLS[action]
        try:
            with translated(SERVICE, call.operation):
                answer = getattr(self._client, call.method)(**self._parameters(assignment))
        except MissingError:
            if action is Action.REVOKE and self._is_gone(assignment):
                return Operation("", action, assignment, Progress.SUCCEEDED)
            raise
        return _operation(action, assignment, answer[call.status])

    def poll(self, operations: Iterable[Operation]) -> tuple[Operation, ...]:
        """Each operation as AWS sees it now; what is decided is not asked again."""
        return tuple(o if o.progress is not Progress.IN_PROGRESS else self._describe(o) for o in operations)

    def _describe(self, operation: Operation) -> Operation:
        call = _CALLS[operation.action]
        with translated(SERVICE, f"{call.operation} (its status)"):
            answer = getattr(self._client, call.describe)(
                InstanceArn=self._instance_arn, **{call.request_id: operation.request_id}
            )
        return _operation(operation.action, operation.assignment, answer[call.status])

    def _is_gone(self, assignment: Assignment) -> bool:
        """AWS says a missing account or permission set with the same code: what it lists of the principal decides."""
        there = self.list_assignments_of(assignment.principal_type, assignment.principal_id)
        return assignment not in there

    def _list(self, account_id: str, arn: str) -> Iterable[Assignment]:
        found = list_all(
            SERVICE,
            self._client.list_account_assignments,
            "AccountAssignments",
            InstanceArn=self._instance_arn,
            AccountId=account_id,
            PermissionSetArn=arn,
        )
        return (_assignment(item) for item in found)

    def _describe_name(self, arn: str) -> dict[str, str]:
        """Name -> ARN of one permission set; nothing when it was deleted since it was listed."""
        try:
            with translated(SERVICE, "DescribePermissionSet"):
                answer = self._client.describe_permission_set(InstanceArn=self._instance_arn, PermissionSetArn=arn)
        except MissingError:
            return {}
        self._names[arn] = answer["PermissionSet"]["Name"]
        return {self._names[arn]: arn}

    def _parameters(self, assignment: Assignment) -> dict[str, str]:
        return {
            "InstanceArn": self._instance_arn,
            "TargetId": assignment.account_id,
            "TargetType": "AWS_ACCOUNT",
            "PermissionSetArn": assignment.permission_set_arn,
            "PrincipalType": str(assignment.principal_type),
            "PrincipalId": assignment.principal_id,
        }


class _Call:
    """How the API calls the two actions; they differ in one word."""

    def __init__(self, word: str, verb: str) -> None:
        self.operation = f"{verb}AccountAssignment"
        self.method = f"{verb.lower()}_account_assignment"
        self.describe = f"describe_account_assignment_{word.lower()}_status"
        self.request_id = f"AccountAssignment{word}RequestId"
        self.status = f"AccountAssignment{word}Status"


_DECIDED = {"SUCCEEDED": Progress.SUCCEEDED, "FAILED": Progress.FAILED}
_CALLS = {Action.GRANT: _Call("Creation", "Create"), Action.REVOKE: _Call("Deletion", "Delete")}


def _operation(action: Action, assignment: Assignment, status: Any) -> Operation:
    # A status that this code does not know decides nothing.
    progress = _DECIDED.get(status.get("Status", ""), Progress.IN_PROGRESS)
    return Operation(status["RequestId"], action, assignment, progress, status.get("FailureReason", ""))


def _assignment(item: Any) -> Assignment:
    return Assignment(
        item["AccountId"], item["PermissionSetArn"], PrincipalType(item["PrincipalType"]), item["PrincipalId"]
    )
