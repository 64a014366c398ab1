"""Permission sets and assignments."""

from typing import Any

import pytest
from botocore.stub import Stubber

from lambdas.aws.identity_center import AwsIdentityCenter
from lambdas.core.assignments import Action, Assignment, PrincipalType
from lambdas.core.errors import AlertError, GatehouseError, MissingError, RetryError
from lambdas.ports import Operation, Progress
from tests.aws.conftest import Stub
from tests.aws.offline import add_pages

INSTANCE = "arn:aws:sso:::instance/ssoins-31aa0000bb00cc01"
READ, POWER, AUDIT = (f"arn:aws:sso:::permissionSet/ssoins-31aa0000bb00cc01/ps-{n * 16}" for n in "123")
ACCOUNT, OTHER = "310000000002", "310000000003"
USER = "aaaa1111bb-5d0c3a52-8a51-4d3c-9a3e-2f61f0c5a001"
GROUP = "aaaa1111bb-5d0c3a52-8a51-4d3c-9a3e-2f61f0c5a002"
MINE = Assignment(ACCOUNT, READ, PrincipalType.USER, USER)
REQUEST = "0c9fb3c6-6a4e-4f0e-8d43-000000000001"
PARAMETERS = {
    "InstanceArn": INSTANCE,
    "TargetId": ACCOUNT,
    "TargetType": "AWS_ACCOUNT",
    "PermissionSetArn": READ,
    "PrincipalType": "USER",
    "PrincipalId": USER,
}
WORDS = {Action.GRANT: ("create", "Creation"), Action.REVOKE: ("delete", "Deletion")}
BOTH = pytest.mark.parametrize("action", list(Action))


@pytest.fixture
def stubber(stub: Stub) -> Stubber:
    return stub("sso-admin")


@pytest.fixture
def center(stubber: Stubber) -> AwsIdentityCenter:
    return AwsIdentityCenter(stubber.client, INSTANCE)


def item(assignment: Assignment) -> dict[str, Any]:
    return {
        "AccountId": assignment.account_id,
        "PermissionSetArn": assignment.permission_set_arn,
        "PrincipalType": str(assignment.principal_type),
        "PrincipalId": assignment.principal_id,
    }


def add_sets(stubber: Stubber, *pages: list[str]) -> None:
    add_pages(stubber, "list_permission_sets", "PermissionSets", list(pages), MaxResults=100, InstanceArn=INSTANCE)


def add_name(stubber: Stubber, arn: str, name: str) -> None:
    expected = {"InstanceArn": INSTANCE, "PermissionSetArn": arn}
    stubber.add_response("describe_permission_set", {"PermissionSet": {"Name": name}}, expected)


def add_provisioned(stubber: Stubber, *pages: list[str]) -> None:
    expected = {"InstanceArn": INSTANCE, "MaxResults": 100, "AccountId": ACCOUNT}
    method = "list_permission_sets_provisioned_to_account"
    add_pages(stubber, method, "PermissionSets", list(pages), **expected)


def add_assignments(stubber: Stubber, arn: str, *pages: list[Assignment]) -> None:
    expected = {"InstanceArn": INSTANCE, "MaxResults": 100, "AccountId": ACCOUNT, "PermissionSetArn": arn}
    listed = [[item(assignment) for assignment in page] for page in pages]
    add_pages(stubber, "list_account_assignments", "AccountAssignments", listed, **expected)


def add_held(stubber: Stubber, *pages: list[Assignment], account_id: str = "") -> None:
    only = {"Filter": {"AccountId": account_id}} if account_id else {}
    expected = {"InstanceArn": INSTANCE, "PrincipalId": USER, "PrincipalType": "USER", "MaxResults": 100, **only}
    listed = [[item(assignment) for assignment in page] for page in pages]
    add_pages(stubber, "list_account_assignments_for_principal", "AccountAssignments", listed, **expected)


def add_decision(stubber: Stubber, action: Action, request_id: str, **status: str) -> None:
    _, word = WORDS[action]
    expected = {"InstanceArn": INSTANCE, f"AccountAssignment{word}RequestId": request_id}
    answer = {f"AccountAssignment{word}Status": {"RequestId": request_id, **status}}
    stubber.add_response(f"describe_account_assignment_{word.lower()}_status", answer, expected)


IDS = tuple(f"0c9fb3c6-6a4e-4f0e-8d43-00000000000{n}" for n in range(3))


def add_statuses(stubber: Stubber, action: Action, statuses: dict[str, str], only: str = "") -> None:
    word = WORDS[action][1]
    items = [{"Status": status, "RequestId": f"{request_id:0<36.36}"} for request_id, status in statuses.items()]
    asked_for = {"Filter": {"Status": only}} if only else {}
    expected = {"InstanceArn": INSTANCE, "MaxResults": 100, **asked_for}
    answer = {f"AccountAssignments{word}Status": items}
    stubber.add_response(f"list_account_assignment_{word.lower()}_status", answer, expected)


class TestPermissionSets:
    def test_lists_every_page(self, center: AwsIdentityCenter, stubber: Stubber) -> None:
        """Permission sets on the second and third page are listed."""
        add_sets(stubber, [], [READ], [POWER])
        assert center.list_permission_set_arns() == (READ, POWER)

    def test_tells_a_name(self, center: AwsIdentityCenter, stubber: Stubber) -> None:
        """A permission set is asked for its name."""
        add_name(stubber, READ, "ReadOnly")
        assert center.find_permission_set_name(READ) == "ReadOnly"

    def test_deleted(self, center: AwsIdentityCenter, stubber: Stubber) -> None:
        """A permission set that AWS does not know has no name."""
        stubber.add_client_error("describe_permission_set", "ResourceNotFoundException")
        assert center.find_permission_set_name(READ) is None

    @pytest.mark.parametrize("method", ["list_permission_sets", "describe_permission_set"])
    def test_failed_read(self, center: AwsIdentityCenter, stubber: Stubber, method: str) -> None:
        """A failed read never says that a permission set does not exist."""
        stubber.add_client_error(method, "ThrottlingException")
        with pytest.raises(RetryError):
            center.list_permission_set_arns() if method == "list_permission_sets" else center.find_permission_set_name(
                READ
            )


class TestLists:
    def test_asks_only_for_what_is_wanted_and_provisioned(self, center: AwsIdentityCenter, stubber: Stubber) -> None:
        """Of the permission sets provisioned in the account only the wanted ones are read, all pages of them."""
        theirs = Assignment(ACCOUNT, READ, PrincipalType.GROUP, GROUP)
        add_provisioned(stubber, [AUDIT], [READ])
        add_assignments(stubber, READ, [MINE], [], [theirs])
        assert center.list_assignments(ACCOUNT, [READ, POWER]) == tuple(sorted([MINE, theirs]))

    def test_a_permission_set_that_cannot_be_read(self, center: AwsIdentityCenter, stubber: Stubber) -> None:
        """Two permission sets of which one cannot be read are an error, not half a list."""
        add_provisioned(stubber, [READ, POWER])
        add_assignments(stubber, READ, [MINE])
        stubber.add_client_error("list_account_assignments", "AccessDeniedException")
        with pytest.raises(AlertError):
            center.list_assignments(ACCOUNT, [READ, POWER])

    def test_of_a_principal(self, center: AwsIdentityCenter, stubber: Stubber) -> None:
        """Only what stands under the user's own id counts: what it has through a group is the group's."""
        elsewhere = Assignment(OTHER, POWER, PrincipalType.USER, USER)
        through_group = Assignment(ACCOUNT, POWER, PrincipalType.GROUP, GROUP)
        add_held(stubber, [elsewhere, through_group], [], [MINE])
        assert center.list_assignments_of(PrincipalType.USER, USER) == (MINE, elsewhere)

    def test_of_a_principal_denied(self, center: AwsIdentityCenter, stubber: Stubber) -> None:
        """A caller that may not ask gets an error: a leaver never seems to hold nothing."""
        stubber.add_client_error("list_account_assignments_for_principal", "AccessDeniedException")
        with pytest.raises(AlertError):
            center.list_assignments_of(PrincipalType.USER, USER)


class TestRequest:
    @BOTH
    def test_is_accepted_not_done(self, center: AwsIdentityCenter, stubber: Stubber, action: Action) -> None:
        """A request names all five parts of the assignment and is in progress until AWS says otherwise."""
        verb, word = WORDS[action]
        answer = {f"AccountAssignment{word}Status": {"Status": "IN_PROGRESS", "RequestId": REQUEST}}
        stubber.add_response(f"{verb}_account_assignment", answer, PARAMETERS)
        assert center.request(action, MINE) == Operation(REQUEST, action, MINE)

    @BOTH
    @pytest.mark.parametrize("code", ["ThrottlingException", "ConflictException", "InternalServerException"])
    def test_come_back_later(self, center: AwsIdentityCenter, stubber: Stubber, action: Action, code: str) -> None:
        """Throttles and conflicts are for later."""
        stubber.add_client_error(f"{WORDS[action][0]}_account_assignment", code)
        with pytest.raises(RetryError, match=code):
            center.request(action, MINE)

    def test_more_outstanding_than_aws_allows(self, center: AwsIdentityCenter, stubber: Stubber) -> None:
        """A grant above the limit of outstanding requests is for later."""
        stubber.add_client_error("create_account_assignment", "ServiceQuotaExceededException")
        with pytest.raises(RetryError):
            center.request(Action.GRANT, MINE)

    def test_grant_to_what_is_missing(self, center: AwsIdentityCenter, stubber: Stubber) -> None:
        """A grant to a principal, account or permission set that does not exist is missing, and nothing is re-read."""
        stubber.add_client_error("create_account_assignment", "ResourceNotFoundException")
        with pytest.raises(MissingError):
            center.request(Action.GRANT, MINE)

    @BOTH
    @pytest.mark.parametrize(("management", "explained"), [(ACCOUNT, True), ("310000000099", False)])
    def test_a_delegated_administrator_in_the_management_account(
        self, stubber: Stubber, action: Action, management: str, explained: bool
    ) -> None:
        """What AWS denies in the management account says who may do it; a denial elsewhere says nothing of that."""
        stubber.add_client_error(f"{WORDS[action][0]}_account_assignment", "AccessDeniedException")
        with pytest.raises(AlertError) as denied:
            AwsIdentityCenter(stubber.client, INSTANCE, management).request(action, MINE)
        assert ("credentials of the management account" in str(denied.value)) is explained
        assert "AccessDeniedException" in str(denied.value)

    def test_revoke_of_what_is_gone(self, center: AwsIdentityCenter, stubber: Stubber) -> None:
        """Revoking a missing assignment has succeeded, once a re-read of every page shows that it is not there."""
        stubber.add_client_error("delete_account_assignment", "ResourceNotFoundException")
        add_held(stubber, [Assignment(ACCOUNT, POWER, PrincipalType.USER, USER)], [], account_id=ACCOUNT)
        assert center.request(Action.REVOKE, MINE) == Operation("", Action.REVOKE, MINE, Progress.SUCCEEDED)

    def test_revoke_of_what_is_still_there(self, center: AwsIdentityCenter, stubber: Stubber) -> None:
        """When AWS says not found and still lists the assignment, something else was not found: no success."""
        stubber.add_client_error("delete_account_assignment", "ResourceNotFoundException")
        add_held(stubber, [], [MINE], account_id=ACCOUNT)
        with pytest.raises(MissingError, match="DeleteAccountAssignment"):
            center.request(Action.REVOKE, MINE)

    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            ("ResourceNotFoundException", MissingError),
            ("AccessDeniedException", AlertError),
            ("ThrottlingException", RetryError),
        ],
    )
    def test_revoke_that_cannot_be_re_read(
        self, center: AwsIdentityCenter, stubber: Stubber, code: str, expected: type[GatehouseError]
    ) -> None:
        """A missing instance, or a re-read that fails, is never taken for a revoked assignment."""
        stubber.add_client_error("delete_account_assignment", "ResourceNotFoundException")
        stubber.add_client_error("list_account_assignments_for_principal", code)
        with pytest.raises(expected, match="list_account_assignments_for_principal"):
            center.request(Action.REVOKE, MINE)

    def test_revoke_refused_by_the_key(self, center: AwsIdentityCenter, stubber: Stubber) -> None:
        """A missing encryption key has the same code as a missing assignment, and is not one."""
        modeled = {"Reason": "KMS_NotFoundException"}
        stubber.add_client_error("delete_account_assignment", "ResourceNotFoundException", modeled_fields=modeled)
        with pytest.raises(AlertError, match="KMS_NotFoundException"):
            center.request(Action.REVOKE, MINE)


class TestPoll:
    @BOTH
    def test_answers_in_order_and_asks_only_about_what_is_open(
        self, center: AwsIdentityCenter, stubber: Stubber, action: Action
    ) -> None:
        """What is decided is not asked again, and each answer stands where its question stood."""
        done = Operation("done", action, MINE, Progress.SUCCEEDED)
        failed = Operation("failed", action, MINE, Progress.FAILED, "because")
        add_decision(stubber, action, IDS[0], Status="SUCCEEDED")
        add_decision(stubber, action, IDS[1], Status="FAILED", FailureReason="the account is closed")
        flying = [Operation(request_id, action, MINE) for request_id in IDS]
        assert center.poll([done, flying[0], failed, flying[1]]) == (
            done,
            Operation(IDS[0], action, MINE, Progress.SUCCEEDED),
            failed,
            Operation(IDS[1], action, MINE, Progress.FAILED, "the account is closed"),
        )

    @BOTH
    def test_many_are_looked_up_in_a_list(self, center: AwsIdentityCenter, stubber: Stubber, action: Action) -> None:
        """One call tells what became of many; only what failed is asked for by itself, for AWS's reason."""
        add_statuses(
            stubber,
            action,
            {IDS[0]: "IN_PROGRESS", "another's": "SUCCEEDED", IDS[1]: "SUCCEEDED", IDS[2]: "FAILED"},
        )
        add_decision(stubber, action, IDS[2], Status="FAILED", FailureReason="the account is closed")
        flying = [Operation(request_id, action, MINE) for request_id in IDS]
        assert center.poll(flying) == (
            flying[0],
            Operation(IDS[1], action, MINE, Progress.SUCCEEDED),
            Operation(IDS[2], action, MINE, Progress.FAILED, "the account is closed"),
        )

    @BOTH
    def test_a_list_in_another_order(self, center: AwsIdentityCenter, stubber: Stubber, action: Action) -> None:
        """Where the page of all has none of them, the lists of what is open and of what succeeded tell, ever after."""
        succeeded = dict.fromkeys(IDS[1:], "SUCCEEDED")
        add_statuses(stubber, action, {"an old one": "SUCCEEDED"})
        for _ in range(2):
            add_statuses(stubber, action, {IDS[0]: "IN_PROGRESS"}, only="IN_PROGRESS")
            add_statuses(stubber, action, succeeded, only="SUCCEEDED")
        flying = [Operation(request_id, action, MINE) for request_id in IDS]
        decided = tuple(Operation(request_id, action, MINE, Progress.SUCCEEDED) for request_id in succeeded)
        assert center.poll(flying) == center.poll(flying) == (flying[0], *decided)

    @BOTH
    def test_a_list_that_does_not_know_it_yet(
        self, center: AwsIdentityCenter, stubber: Stubber, action: Action
    ) -> None:
        """A request that stands in no list is asked for by itself: absence is never taken for success."""
        add_statuses(stubber, action, {})
        add_statuses(stubber, action, {}, only="IN_PROGRESS")
        add_statuses(stubber, action, {}, only="SUCCEEDED")
        for request_id in IDS:
            add_decision(stubber, action, request_id, Status="IN_PROGRESS")
        flying = tuple(Operation(request_id, action, MINE) for request_id in IDS)
        assert center.poll(flying) == flying

    @BOTH
    def test_one_that_is_not_listed_yet(self, center: AwsIdentityCenter, stubber: Stubber, action: Action) -> None:
        """The others' statuses are taken from the page of all, and that page is asked for the next time, too."""
        listed = {IDS[0]: "IN_PROGRESS", IDS[1]: "IN_PROGRESS"}
        add_statuses(stubber, action, listed)
        add_statuses(stubber, action, dict.fromkeys(IDS, "IN_PROGRESS"), only="IN_PROGRESS")
        add_statuses(stubber, action, dict.fromkeys(IDS, "IN_PROGRESS"))
        flying = tuple(Operation(request_id, action, MINE) for request_id in IDS)
        assert center.poll(flying) == center.poll(flying) == flying

    @BOTH
    @pytest.mark.parametrize("status", ["IN_PROGRESS", "SUCCEEDED"])
    def test_many_cost_one_call(self, center: AwsIdentityCenter, stubber: Stubber, action: Action, status: str) -> None:
        """Whether none is decided or all are, one list is enough."""
        add_statuses(stubber, action, dict.fromkeys(IDS, status))
        flying = tuple(Operation(request_id, action, MINE) for request_id in IDS)
        assert {operation.progress for operation in center.poll(flying)} == {Progress(status)}

    @pytest.mark.parametrize("status", [{}, {"Status": "PAUSED"}])
    def test_unknown_status(self, center: AwsIdentityCenter, stubber: Stubber, status: dict[str, str]) -> None:
        """A status that is missing or new decides nothing: it is never taken for success."""
        add_decision(stubber, Action.GRANT, REQUEST, **status)
        operation = Operation(REQUEST, Action.GRANT, MINE)
        assert center.poll([operation]) == (operation,)

    def test_throttled(self, center: AwsIdentityCenter, stubber: Stubber) -> None:
        """A throttled poll is for later; it says nothing about the operation."""
        stubber.add_client_error("describe_account_assignment_creation_status", "ThrottlingException")
        with pytest.raises(RetryError):
            center.poll([Operation(REQUEST, Action.GRANT, MINE)])
