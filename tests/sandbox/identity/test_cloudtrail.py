"""What CloudTrail puts on the default bus."""

import re

import pytest

from tests.sandbox.identity.caller import impatient


def test_envelope_and_record(identity, recorder):
    """A write is one event in AWS's shape: envelope, caller, request and response in lower camel case."""
    arn = identity.make_permission_set(SessionDuration="PT2H")
    event = recorder.one("CreatePermissionSet")
    detail = event["detail"]
    assert (event["source"], event["detail-type"]) == ("aws.sso", "AWS API Call via CloudTrail")
    assert (event["account"], event["region"], event["resources"]) == ("100000000001", "us-east-1", [])
    assert (detail["eventSource"], detail["eventType"]) == ("sso.amazonaws.com", "AwsApiCall")
    assert (detail["readOnly"], detail["recipientAccountId"]) == (False, "100000000001")
    assert detail["requestParameters"]["sessionDuration"] == "PT2H"
    made = detail["responseElements"]["permissionSet"]
    assert made["permissionSetArn"] == arn
    assert re.fullmatch(r"[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d [AP]M", made["createdDate"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", detail["eventTime"])
    assert "errorCode" not in detail


def test_reads_leave_no_record(identity, recorder):
    """A read is no event."""
    identity.sso.list_instances()
    identity.store.list_groups(IdentityStoreId=identity.store_id)
    identity.organizations.list_roots()
    assert recorder.events() == []


def test_root_is_named(identity, recorder):
    """A call with the account's own key is root's."""
    identity.make_permission_set()
    caller = recorder.one("CreatePermissionSet")["detail"]["userIdentity"]
    assert (caller["type"], caller["arn"]) == ("Root", "arn:aws:iam::100000000001:root")


def test_role_is_named(identity, recorder, as_role, unique):
    """A call under a role names the session, and the role as its issuer."""
    role = unique("namer")
    as_role("sso-admin", ["sso:*"], role=role).create_permission_set(
        InstanceArn=identity.instance_arn, Name=unique("Set")
    )
    caller = recorder.one("CreatePermissionSet")["detail"]["userIdentity"]
    issuer = caller["sessionContext"]["sessionIssuer"]
    assert (caller["type"], caller["arn"]) == ("AssumedRole", f"arn:aws:sts::100000000001:assumed-role/{role}/test")
    assert (issuer["arn"], issuer["userName"]) == (f"arn:aws:iam::100000000001:role/{role}", role)
    assert caller["principalId"] == f"{issuer['principalId']}:test"
    assert caller["principalId"].startswith("AROA")


def test_user_is_named(identity, recorder, unique):
    """A call with an IAM user's key names the user."""
    iam, name = identity.sandbox.client("iam"), unique("person")
    iam.create_user(UserName=name)
    iam.attach_user_policy(UserName=name, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    made = iam.create_access_key(UserName=name)["AccessKey"]
    sso = impatient(identity.sandbox, "sso-admin", {**made, "SessionToken": None})
    sso.create_permission_set(InstanceArn=identity.instance_arn, Name=unique("Set"))
    caller = recorder.one("CreatePermissionSet")["detail"]["userIdentity"]
    assert (caller["type"], caller["userName"]) == ("IAMUser", name)
    assert caller["accessKeyId"] == made["AccessKeyId"]


def test_failed_call_has_its_error(identity, recorder, error_of):
    """A call the service refuses is recorded with its error and without a response."""
    key = {"InstanceArn": identity.instance_arn, "Name": "no spaces allowed"}
    code, message = error_of(identity.sso.create_permission_set, **key)
    detail = recorder.one("CreatePermissionSet")["detail"]
    assert (detail["errorCode"], detail["errorMessage"]) == (code, message)
    assert detail["responseElements"] is None
    assert detail["requestParameters"]["name"] == key["Name"]


def test_denied_call_is_recorded(identity, recorder, as_role, error_of, unique):
    """A call IAM refuses is recorded as AccessDenied, without its request, with caller and action in the message."""
    role = unique("denied")
    sso = as_role("sso-admin", ["sso:List*"], role=role)
    code, _ = error_of(sso.create_permission_set, InstanceArn=identity.instance_arn, Name=unique("Set"))
    assert code in {"AccessDenied", "AccessDeniedException"}
    detail = recorder.one("CreatePermissionSet")["detail"]
    assert (detail["errorCode"], detail["requestParameters"]) == ("AccessDenied", None)
    assert f"assumed-role/{role}/test is not authorized to perform: sso:CreatePermissionSet" in detail["errorMessage"]
    assert detail["userIdentity"]["sessionContext"]["sessionIssuer"]["userName"] == role


def test_a_key_nobody_owns_leaves_no_record(identity, recorder, error_of):
    """Who cannot be told apart is refused and recorded nowhere."""
    stranger = identity.sandbox.client("organizations", access_key="AKIANOBODYNOBODY1234")
    error_of(stranger.create_organizational_unit, ParentId=identity.root_id, Name="mine")
    assert not [event for event in recorder.events() if event["detail"].get("eventName") == "CreateOrganizationalUnit"]


def test_assignment_is_recorded_when_requested(identity, recorder):
    """Creating and deleting an assignment are recorded as requested, IN_PROGRESS."""
    key = identity.make_account(), identity.make_permission_set(), identity.make_user()
    identity.assign(*key)
    identity.unassign(*key)
    events = {event["detail"].get("eventName"): event["detail"] for event in recorder.events()}
    created, deleted = events["CreateAccountAssignment"], events["DeleteAccountAssignment"]
    assert created["requestParameters"]["principalId"] == key[2]
    assert created["responseElements"]["accountAssignmentCreationStatus"]["status"] == "IN_PROGRESS"
    assert deleted["responseElements"]["accountAssignmentDeletionStatus"]["targetId"] == key[0]


def test_personal_values_are_masked(identity, recorder):
    """Names and addresses of users are hidden; ids are not."""
    user_id = identity.make_user(Emails=[{"Value": "masked@example.com"}])
    detail = recorder.one("CreateUser")["detail"]
    assert detail["requestParameters"]["userName"] == "HIDDEN_DUE_TO_SECURITY_REASONS"
    assert detail["responseElements"]["userId"] == user_id
    assert "masked@example.com" not in str(detail)


def test_account_from_request_to_result(identity, recorder, unique):
    """A new account is three events: the call, its result with the account's id, and the joining; names are masked."""
    name = unique("recorded")
    made = identity.organizations.create_account(AccountName=name, Email=f"{name}@example.com")
    account = identity.created(made["CreateAccountStatus"]["Id"])
    call, result, joined = (event for event in recorder.events() if event["source"] == "aws.organizations")
    assert call["detail"]["requestParameters"] == {"email": "****", "accountName": "****"}
    assert call["detail"]["responseElements"]["createAccountStatus"]["state"] == "IN_PROGRESS"
    assert result["detail-type"] == "AWS Service Event via CloudTrail"
    status = result["detail"]["serviceEventDetails"]["createAccountStatus"]
    assert (status["state"], status["accountId"], status["accountName"]) == ("SUCCEEDED", account, "****")
    assert joined["detail"]["eventName"] == "AccountJoinedOrganization"
    assert joined["detail"]["serviceEventDetails"]["accountId"] == account


def test_failed_account_has_no_id(identity, recorder, faults, unique, wait_until):
    """A creation that failed is a result with its reason and without an account."""
    faults(operation="CreateAccount", failed="INVALID_EMAIL")
    name = unique("failing")
    made = identity.organizations.create_account(AccountName=name, Email=f"{name}@example.com")
    wait_until(lambda: identity.creation(made["CreateAccountStatus"]["Id"])["State"] == "FAILED")
    status = recorder.one("CreateAccountResult")["detail"]["serviceEventDetails"]["createAccountStatus"]
    assert (status["state"], status["failureReason"]) == ("FAILED", "INVALID_EMAIL")
    assert "accountId" not in status


def test_move_has_no_response(identity, recorder, unique):
    """A move names account, source and destination, and its response is null."""
    account = identity.make_account()
    unit = identity.organizations.create_organizational_unit(ParentId=identity.root_id, Name=unique("ou"))
    unit_id = unit["OrganizationalUnit"]["Id"]
    identity.organizations.move_account(AccountId=account, SourceParentId=identity.root_id, DestinationParentId=unit_id)
    detail = recorder.one("MoveAccount")["detail"]
    assert detail["requestParameters"] == {
        "accountId": account,
        "sourceParentId": identity.root_id,
        "destinationParentId": unit_id,
    }
    assert detail["responseElements"] is None


def test_closure_has_a_result(identity, recorder, wait_until):
    """A closure is the call, and later its result."""
    account = identity.make_account()
    identity.organizations.close_account(AccountId=account)
    found = []

    def result():
        found.extend(event["detail"] for event in recorder.events())
        return [detail for detail in found if detail.get("eventName") == "CloseAccountResult"]

    (detail,) = wait_until(result)
    assert detail["serviceEventDetails"]["closeAccountStatus"]["accountId"] == account
    assert "CloseAccount" in {one.get("eventName") for one in found}


def test_removal_is_a_departure(identity, recorder):
    """A removed account departs, and the event says how."""
    account = identity.make_account()
    identity.organizations.remove_account_from_organization(AccountId=account)
    details = recorder.one("AccountDepartedOrganization")["detail"]["serviceEventDetails"]
    assert (details["accountId"], details["departureMethod"]) == (account, "REMOVED")


def test_policy_content_is_recorded_once(identity, recorder, unique):
    """A policy's content is in the record's request, in clear, and not in its response."""
    content = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:*","Resource":"*"}]}'
    identity.organizations.create_policy(
        Name=unique("scp"), Description="", Type="SERVICE_CONTROL_POLICY", Content=content
    )
    detail = recorder.one("CreatePolicy")["detail"]
    assert detail["requestParameters"]["content"] == content
    assert "content" not in detail["responseElements"]["policy"]


@pytest.mark.parametrize("source", ["aws.sso", "aws.organizations"])
def test_nobody_else_may_send_aws_events(identity, recorder, source):
    """PutEvents refuses a source of AWS, so what a rule sees from one is the sandbox's own."""
    entry = {"Source": source, "DetailType": "x", "Detail": "{}"}
    (answer,) = identity.sandbox.client("events").put_events(Entries=[entry])["Entries"]
    assert answer["ErrorCode"] == "NotAuthorizedForSourceException"
    assert recorder.events() == []
