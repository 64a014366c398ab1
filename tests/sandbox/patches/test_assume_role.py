"""What CloudTrail says of AssumeRole, in the caller's account and in the role's."""

import json

import pytest

from tests.sandbox.identity.waiting import error_of
from tests.sandbox.making import (
    allow,
    client_as,
    document,
    invoke,
    make_function,
    make_queue,
    make_rule,
    make_user,
    unique,
)

HOME, MEMBER = "100000000001", "200000000002"


@pytest.fixture
def recorder(sandbox):
    """The AssumeRole records that come to an account from now on."""

    def listen(account):
        queue = make_queue(sandbox, account=account)
        make_rule(sandbox, {"source": ["aws.sts"]}, queue.arn, account=account)
        return lambda: [json.loads(body)["detail"] for body in queue.bodies(seconds=1)]

    return listen


@pytest.fixture
def person(sandbox):
    return make_user(sandbox, allow("sts:AssumeRole"))


def make_target(sandbox, account, trusted=HOME):
    """A role in an account, for whoever is in the trusted one."""
    trust = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{trusted}:root"}, "Action": "sts:AssumeRole"}
    made = sandbox.client("iam", access_key=account).create_role(
        RoleName=unique("BreakGlass"), AssumeRolePolicyDocument=document(trust)
    )
    return made["Role"]["Arn"]


def test_a_role_of_the_callers_account(sandbox, recorder, person):
    """One record: who, which role, which session, what was given out; no shared id, and no usable secret."""
    role, records = make_target(sandbox, HOME), recorder(HOME)
    session = person.client("sts").assume_role(RoleArn=role, RoleSessionName="on-call")
    (record,) = records()
    assert (record["eventSource"], record["eventName"], record["readOnly"]) == ("sts.amazonaws.com", "AssumeRole", True)
    assert record["userIdentity"]["arn"] == person.arn
    assert record["requestParameters"] == {"roleArn": role, "roleSessionName": "on-call"}
    assert record["resources"] == [{"accountId": HOME, "type": "AWS::IAM::Role", "ARN": role}]
    assert record["responseElements"]["assumedRoleUser"] == {
        "assumedRoleId": session["AssumedRoleUser"]["AssumedRoleId"],
        "arn": session["AssumedRoleUser"]["Arn"],
    }
    assert record["responseElements"]["credentials"]["accessKeyId"] == session["Credentials"]["AccessKeyId"]
    assert session["Credentials"]["SessionToken"] not in json.dumps(record)
    assert "sharedEventID" not in record


def test_a_role_of_another_account(sandbox, recorder, person):
    """Two records with one shared id: the role's account sees of the caller only the account."""
    role, here, there = make_target(sandbox, MEMBER), recorder(HOME), recorder(MEMBER)
    person.client("sts").assume_role(RoleArn=role, RoleSessionName="on-call")
    (mine,), (theirs,) = here(), there()
    assert mine["sharedEventID"] == theirs["sharedEventID"]
    assert mine["eventID"] != theirs["eventID"]
    assert (mine["recipientAccountId"], theirs["recipientAccountId"]) == (HOME, MEMBER)
    assert mine["userIdentity"]["arn"] == person.arn
    assert theirs["userIdentity"] == {
        "type": "AWSAccount",
        "principalId": mine["userIdentity"]["principalId"],
        "accountId": HOME,
    }


@pytest.mark.parametrize("refused_by", ["trust", "policy", "absence"])
def test_a_refusal(sandbox, recorder, person, refused_by):
    """Refused by the role's trust, by the caller's policy, or for want of the role: one record, with no parameters."""
    role = make_target(sandbox, MEMBER, trusted="300000000003" if refused_by == "trust" else HOME)
    role = f"arn:aws:iam::{MEMBER}:role/nobody" if refused_by == "absence" else role
    caller = make_user(sandbox, allow("s3:ListBucket")) if refused_by == "policy" else person
    here, there = recorder(HOME), recorder(MEMBER)
    error_of(caller.client("sts").assume_role, RoleArn=role, RoleSessionName="on-call")
    (record,) = here()
    assert (record["errorCode"], record["requestParameters"]) == ("AccessDenied", None)
    assert record["errorMessage"].startswith(
        f"User: {caller.arn} is not authorized to perform: sts:AssumeRole on resource: {role}"
    )
    assert there() == []


def test_what_is_not_a_refusal_leaves_no_record(sandbox, recorder, person):
    """A key that nobody knows and an ARN that is none are errors of the caller, not attempts to use a role."""
    records, role = recorder(HOME), make_target(sandbox, HOME)
    stranger = client_as(sandbox, "sts", "AKIAUNKNOWN000000000", "secret")
    error_of(stranger.assume_role, RoleArn=role, RoleSessionName="on-call")
    error_of(person.client("sts").assume_role, RoleArn="arn:aws:iam::none:role/x", RoleSessionName="on-call")
    assert records() == []


def test_a_functions_own_session_leaves_no_record(sandbox, recorder):
    """Lambda's way to a function's credentials is not a call that anybody made."""
    records = recorder(HOME)
    assert invoke(sandbox, make_function(sandbox, "def handler(event, context): return 1\n")) == 1
    assert records() == []
