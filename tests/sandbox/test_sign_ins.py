"""What CloudTrail tells of people who sign in."""

import json

import pytest

from sandbox.supervisor import SandboxError
from tests.sandbox.making import make_queue, make_rule

USER = "90674be21c-22222222-0000-4000-8000-000000000003"
EVERYTHING = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
MEMBER = "200000000055"


@pytest.fixture
def listen(sandbox):
    """A function that listens to one account, and gives another that reads the events that came."""

    def start(account="test", state=EVERYTHING):
        queue = make_queue(sandbox, account=account)
        sources = ["aws.signin", "aws.sso", "aws.iam"]
        kinds = {"eventType": ["AwsConsoleSignIn", "AwsServiceEvent", "AwsApiCall"]}
        make_rule(sandbox, {"source": sources, "detail": kinds}, queue.arn, account=account, state=state)
        return lambda: [json.loads(body) for body in queue.bodies(seconds=1)]

    return start


@pytest.fixture
def sign_in(sandbox):
    return lambda **act: sandbox.local("/_local/sign-in", act)["event_ids"]


@pytest.mark.parametrize(
    ("arn", "kind"),
    [
        (f"arn:aws:iam::{MEMBER}:root", "Root"),
        (f"arn:aws:iam::{MEMBER}:user/breakglass-1", "IAMUser"),
        (f"arn:aws:sts::{MEMBER}:assumed-role/BreakGlassAdmin/kofi", "AssumedRole"),
    ],
)
def test_a_console_sign_in_is_told_in_the_persons_account(listen, sign_in, arn, kind):
    """Root, an IAM user and a role's session sign in to their own account, with who it was and whether with MFA."""
    heard = listen(MEMBER)
    event_ids = sign_in(kind="console", arn=arn, mfa=True)
    (event,) = heard()
    detail = event["detail"]
    assert (event["detail-type"], event["source"]) == ("AWS Console Sign In via CloudTrail", "aws.signin")
    assert (event["account"], event["region"]) == (MEMBER, "us-east-1")
    assert (detail["userIdentity"]["type"], detail["userIdentity"]["arn"]) == (kind, arn)
    assert (detail["eventName"], detail["eventType"]) == ("ConsoleLogin", "AwsConsoleSignIn")
    assert (detail["responseElements"], detail["additionalEventData"]["MFAUsed"]) == (
        {"ConsoleLogin": "Success"},
        "Yes",
    )
    assert event_ids == [detail["eventID"]]


def test_a_failed_sign_in_has_no_error_code(listen, sign_in):
    """A failure stands in the response and in errorMessage only, as AWS writes it."""
    heard = listen()
    sign_in(kind="console", arn="arn:aws:iam::100000000001:root", succeeds=False)
    (detail,) = [event["detail"] for event in heard()]
    assert detail["responseElements"] == {"ConsoleLogin": "Failure"}
    assert detail["errorMessage"] == "Failed authentication"
    assert "errorCode" not in detail


def test_a_regional_sign_in_is_told_in_its_region(sandbox, listen, sign_in):
    """A sign-in at a regional endpoint reaches the bus of that Region, and not the home Region's."""
    heard, there = listen(), make_queue(sandbox, region="eu-north-1")
    make_rule(sandbox, {"source": ["aws.signin"]}, there.arn, region="eu-north-1")
    sign_in(kind="console", arn="arn:aws:iam::100000000001:root", region="eu-north-1")
    (body,) = there.bodies()
    assert (json.loads(body)["region"], json.loads(body)["detail"]["awsRegion"]) == ("eu-north-1", "eu-north-1")
    assert heard() == []


@pytest.mark.parametrize(
    ("act", "names"),
    [
        ({}, ["CredentialChallenge", "CredentialVerification", "UserAuthentication"]),
        ({"succeeds": False}, ["CredentialChallenge", "CredentialVerification"]),
        ({"credential": "EXTERNAL_IDP"}, ["UserAuthentication"]),
    ],
)
def test_a_sign_in_to_identity_center(listen, sign_in, act, names):
    """Its records are service events of one workflow; the last says how it ended, the first names the user."""
    heard = listen()
    sign_in(kind="identity-center", user_id=USER, user_name="kofi@example.com", **act)
    details = sorted((event["detail"] for event in heard()), key=lambda detail: names.index(detail["eventName"]))
    assert [detail["eventName"] for detail in details] == names
    assert {detail["eventType"] for detail in details} == {"AwsServiceEvent"}
    assert {detail["userIdentity"]["onBehalfOf"]["userId"] for detail in details} == {USER}
    assert len({detail["additionalEventData"]["AuthWorkflowID"] for detail in details}) == 1
    assert ["UserName" in detail["additionalEventData"] for detail in details] == [True, *[False] * (len(names) - 1)]
    ended = "Success" if act.get("succeeds", True) else "Failure"
    assert details[-1]["serviceEventDetails"] == {names[-1]: ended}


def test_the_portal_gives_a_role(listen, sign_in):
    """Taking credentials in the portal names the user, the permission set and the account, in the owner's account."""
    heard = listen()
    sign_in(kind="portal", event="GetRoleCredentials", user_id=USER, account=MEMBER, permission_set="EmergencyAdmin")
    (event,) = heard()
    detail = event["detail"]
    assert (event["account"], event["source"]) == ("100000000001", "aws.sso")
    assert event["detail-type"] == "AWS Service Event via CloudTrail"
    assert detail["serviceEventDetails"] == {"role_name": "EmergencyAdmin", "account_id": MEMBER}
    assert (detail["readOnly"], detail["requestParameters"]) == (True, None)


@pytest.mark.parametrize(
    ("event", "ordinary"), [("GetRoleCredentials", 0), ("ListAccountRoles", 0), ("Authenticate", 1), ("Federate", 1)]
)
def test_reads_of_the_portal_need_the_special_state(listen, sign_in, event, ordinary):
    """An ENABLED rule gets no reads of the portal; one of the state for all management events gets them."""
    enabled, special = listen(state="ENABLED"), listen()
    sign_in(kind="portal", event=event, user_id=USER, account=MEMBER)
    assert (len(enabled()), len(special())) == (ordinary, 1)


@pytest.mark.parametrize(
    ("event", "source", "kind"),
    [
        ("ChangePassword", "aws.iam", "AWS API Call via CloudTrail"),
        ("EnableMFADevice", "aws.iam", "AWS API Call via CloudTrail"),
        ("PasswordUpdated", "aws.signin", "AWS Console Sign In via CloudTrail"),
    ],
)
def test_root_changes_its_credentials(listen, sign_in, event, source, kind):
    """What root does to itself is told in its account, by the service that AWS tells it from."""
    heard = listen(MEMBER)
    sign_in(kind="root", account=MEMBER, event=event, request={"userName": "AWS ROOT USER"})
    (told,) = heard()
    assert (told["source"], told["detail-type"]) == (source, kind)
    assert told["detail"]["userIdentity"]["arn"] == f"arn:aws:iam::{MEMBER}:root"
    assert told["detail"]["requestParameters"] == {"userName": "AWS ROOT USER"}


@pytest.mark.parametrize(
    ("act", "message"),
    [
        ({"kind": "window"}, "kind is one of console"),
        ({"kind": "console"}, "lacks 'arn'"),
        ({"kind": "portal", "event": "Dance", "user_id": USER}, "Dance"),
        ({"kind": "root", "event": "Dance", "account": MEMBER}, "Dance"),
    ],
)
def test_an_act_nobody_knows_is_refused(sandbox, act, message):
    """What is missing or unknown is named."""
    with pytest.raises(SandboxError, match=message):
        sandbox.local("/_local/sign-in", act)
