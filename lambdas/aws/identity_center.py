"""Permission sets and account assignments of the organization instance (sso-admin)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from lambdas.aws.faults import is_code, translated
from lambdas.aws.pages import list_all
from lambdas.core.assignments import Action, Assignment, PrincipalType
from lambdas.core.errors import AlertError, MissingError
from lambdas.ports import Operation, Progress

if TYPE_CHECKING:
    from mypy_boto3_sso_admin import SSOAdminClient

SERVICE = "sso-admin"
# Up to so many statuses cost less one by one than in two lists.
FEW = 2
# IAM Identity Center User Guide, "Delegated administration": it may not manage what concerns the management account.
ONLY_FROM_MANAGEMENT = (
    "this is the management account, whose assignments no delegated administrator may change: "
    "do it with credentials of the management account"
)
# The largest page (sso-admin API).
PAGE = 100


class AwsIdentityCenter:
    """One instance. `management_account_id` is told to explain why AWS refuses an assignment there."""

    def __init__(self, client: "SSOAdminClient", instance_arn: str, management_account_id: str = "") -> None:
        self._client: Any = client
        self._instance_arn = instance_arn
        self._management_account_id = management_account_id
        # The order of the lists is not documented. As long as the newest requests come first, one page has them all.
        self._newest_first = True

    def list_permission_set_arns(self) -> tuple[str, ...]:
        """ListPermissionSets, every page."""
        return tuple(
            list_all(
                SERVICE,
                self._client.list_permission_sets,
                "PermissionSets",
                MaxResults=PAGE,
                InstanceArn=self._instance_arn,
            )
        )

    def find_permission_set_name(self, arn: str) -> str | None:
        """DescribePermissionSet. AWS has no call that changes a name."""
        try:
            with translated(SERVICE, "DescribePermissionSet"):
                answer = self._client.describe_permission_set(InstanceArn=self._instance_arn, PermissionSetArn=arn)
        except MissingError:
            return None
        return str(answer["PermissionSet"]["Name"])

    def list_assignments(
        self, account_id: str, permission_set_arns: Iterable[str] | None = None
    ) -> tuple[Assignment, ...]:
        """Direct assignments in one account; only permission sets that are provisioned there are asked for."""
        provisioned = list_all(
            SERVICE,
            self._client.list_permission_sets_provisioned_to_account,
            "PermissionSets",
            InstanceArn=self._instance_arn,
            MaxResults=PAGE,
            AccountId=account_id,
        )
        here = set(provisioned) if permission_set_arns is None else set(permission_set_arns) & set(provisioned)
        return tuple(sorted(found for arn in sorted(here) for found in self._list(account_id, arn)))

    def list_assignments_at(self, account_id: str, permission_set_arn: str) -> tuple[Assignment, ...]:
        """ListAccountAssignments; a permission set that AWS does not know is assigned nowhere."""
        try:
            return tuple(sorted(self._list(account_id, permission_set_arn)))
        except MissingError:
            return ()

    def list_assignments_of(self, principal_type: PrincipalType, principal_id: str) -> tuple[Assignment, ...]:
        """The assignments of exactly this principal, in pages of 100."""
        return tuple(sorted(self._list_of(principal_type, principal_id)))

    def is_assigned(self, assignment: Assignment) -> bool:
        """What AWS lists of the principal decides: of one account or permission set it may say "not found" instead."""
        only_there = {"Filter": {"AccountId": assignment.account_id}}
        return assignment in self._list_of(assignment.principal_type, assignment.principal_id, **only_there)

    def request(self, action: Action, assignment: Assignment) -> Operation:
        """CreateAccountAssignment or DeleteAccountAssignment: accepted, not yet done."""
        call = _CALLS[action]
        try:
            with translated(SERVICE, call.operation):
                answer = getattr(self._client, call.method)(**self._parameters(assignment))
        except MissingError:
            if action is Action.REVOKE and not self.is_assigned(assignment):
                return Operation("", action, assignment, Progress.SUCCEEDED)
            raise
        except AlertError as error:
            if assignment.account_id == self._management_account_id and _is_denied(error):
                raise AlertError(f"{error}; {ONLY_FROM_MANAGEMENT}") from error
            raise
        return _operation(action, assignment, answer[call.status])

    def list_undecided(self, action: Action) -> frozenset[str]:
        """ListAccountAssignment...Status with the filter IN_PROGRESS: at most what is outstanding in the instance."""
        return frozenset(item["RequestId"] for item in self._statuses(action, Progress.IN_PROGRESS))

    def poll(self, operations: Iterable[Operation]) -> tuple[Operation, ...]:
        """Each operation as AWS sees it now; what is decided is not asked again.

        A few are asked for one by one. More are looked for in AWS's lists of statuses, which take a call for all of
        them; the lists hold ids and statuses only, so a failure is asked for by itself, to have AWS's reason. So is
        what stands in no list: that is no answer.
        """
        asked = list(operations)
        decided: dict[str, Operation] = {}
        for action in Action:
            flying = [o for o in asked if o.action is action and o.progress is Progress.IN_PROGRESS]
            found = self._look_up(action, flying) if len(flying) > FEW else [self._describe(o) for o in flying]
            decided |= {operation.request_id: operation for operation in found}
        return tuple(decided.get(o.request_id, o) if o.progress is Progress.IN_PROGRESS else o for o in asked)

    def _look_up(self, action: Action, flying: list[Operation]) -> list[Operation]:
        listed = self._list_newest(action) if self._newest_first else {}
        missing = {operation.request_id for operation in flying} - listed.keys()
        if missing:
            self._newest_first = self._newest_first and len(missing) < len(flying) / 2
            listed |= self._list_by_status(action, missing)
        return [self._read(operation, listed.get(operation.request_id, "")) for operation in flying]

    def _read(self, operation: Operation, status: str) -> Operation:
        if status in (Progress.IN_PROGRESS, Progress.SUCCEEDED):
            return replace(operation, progress=Progress(status))
        return self._describe(operation)

    def _list_newest(self, action: Action) -> dict[str, str]:
        """Id -> status of one page of requests."""
        return {item["RequestId"]: item["Status"] for item in islice(self._statuses(action), PAGE)}

    def _list_by_status(self, action: Action, wanted: set[str]) -> dict[str, str]:
        """Id -> status of what is open, which is little; for the rest of what is wanted, a page of what succeeded."""
        listed = dict.fromkeys(self.list_undecided(action), str(Progress.IN_PROGRESS))
        if wanted <= listed.keys():
            return listed
        succeeded = islice(self._statuses(action, Progress.SUCCEEDED), PAGE)
        return {item["RequestId"]: item["Status"] for item in succeeded} | listed

    def _statuses(self, action: Action, status: Progress | None = None) -> Iterator[Any]:
        call = _CALLS[action]
        only: dict[str, Any] = {"Filter": {"Status": str(status)}} if status else {}
        method = getattr(self._client, call.list)
        return list_all(SERVICE, method, call.statuses, InstanceArn=self._instance_arn, MaxResults=PAGE, **only)

    def _describe(self, operation: Operation) -> Operation:
        call = _CALLS[operation.action]
        with translated(SERVICE, f"{call.operation} (its status)"):
            answer = getattr(self._client, call.describe)(
                InstanceArn=self._instance_arn, **{call.request_id: operation.request_id}
            )
        return _operation(operation.action, operation.assignment, answer[call.status])

    def _list_of(self, principal_type: PrincipalType, principal_id: str, **only: Any) -> Iterator[Assignment]:
        """For a user AWS also lists what it has through groups, under the group's id: those items are left out."""
        found = list_all(
            SERVICE,
            self._client.list_account_assignments_for_principal,
            "AccountAssignments",
            InstanceArn=self._instance_arn,
            PrincipalId=principal_id,
            PrincipalType=str(principal_type),
            MaxResults=PAGE,
            **only,
        )
        return (_assignment(item) for item in found if item["PrincipalId"] == principal_id)

    def _list(self, account_id: str, arn: str) -> Iterable[Assignment]:
        found = list_all(
            SERVICE,
            self._client.list_account_assignments,
            "AccountAssignments",
            InstanceArn=self._instance_arn,
            MaxResults=PAGE,
            AccountId=account_id,
            PermissionSetArn=arn,
        )
        return (_assignment(item) for item in found)

    def _parameters(self, assignment: Assignment) -> dict[str, str]:
        return {
            "InstanceArn": self._instance_arn,
            "TargetId": assignment.account_id,
            "TargetType": "AWS_ACCOUNT",
            "PermissionSetArn": assignment.permission_set_arn,
            "PrincipalType": str(assignment.principal_type),
            "PrincipalId": assignment.principal_id,
        }


def _is_denied(error: AlertError) -> bool:
    cause = error.__cause__
    return isinstance(cause, ClientError) and is_code(cause, "AccessDeniedException")


class _Call:
    """How the API calls the two actions; they differ in one word."""

    def __init__(self, word: str, verb: str) -> None:
        self.operation = f"{verb}AccountAssignment"
        self.method = f"{verb.lower()}_account_assignment"
        self.describe = f"describe_account_assignment_{word.lower()}_status"
        self.list = f"list_account_assignment_{word.lower()}_status"
        self.statuses = f"AccountAssignments{word}Status"
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
