"""That these tests can fail: one permission or one dependency less, and the job is not done."""

import io
import json
import urllib.request
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sandbox.demo.hr import Sender, left
from sandbox.demo.stage import Stage
from sandbox.demo.stories import EVERYWHERE
from sandbox.demo.timeline import wait_for
from sandbox.seed import email
from tests.events import load


def without(policy: dict[str, Any], action: str) -> dict[str, Any]:
    """The policy with one action less; a statement that would be empty goes."""
    kept = []
    for statement in policy["Statement"]:
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        left_over = [found for found in actions if found != action or statement["Effect"] == "Deny"]
        if left_over:
            kept.append({**statement, "Action": left_over})
    assert kept != policy["Statement"], f"the role never had {action}"
    return {**policy, "Statement": kept}


@contextmanager
def missing(stage: Stage, function: str, action: str) -> Iterator[None]:
    """The function's role lacks the action for a while."""
    iam = stage.sandbox.client("iam")
    configuration = stage.sandbox.client("lambda").get_function_configuration(FunctionName=stage.outputs[function])
    role = configuration["Role"].rpartition("/")[2]
    (name,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
    whole = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(without(whole, action)))
    yield
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(whole))


@pytest.mark.parametrize(
    "action",
    [
        "organizations:DescribeAccount",
        "organizations:ListTagsForResource",
        "sso:ListPermissionSetsProvisionedToAccount",
        "sso:CreateAccountAssignment",
        "sso:DescribeAccountAssignmentCreationStatus",
    ],
)
def test_an_account_gets_nothing_without_each_permission(stage, account, action):
    """Without one permission the account's record says which call was denied, and the promise is not kept."""
    with missing(stage, "AccountChangedFunction", action):
        stage.sandbox.client("organizations").move_account(
            AccountId=account,
            SourceParentId=stage.seeded.root_id,
            DestinationParentId=stage.seeded.ous["Workloads/Dev"],
        )
        found = wait_for(
            lambda: [r for r in stage.documents(f"account#{account}") if r["signal"] == "MoveAccount"], bool, seconds=6
        )
        denied = [record for record in found if "AccessDenied" in json.dumps(record)]
        promised = stage.reader.access(account) - EVERYWHERE
        # The status that cannot be read leaves no record in time; a call that is denied leaves one that says so.
        assert denied or not found
        assert not [record for record in found if record["result"] == "changed"]
        assert action == "sso:DescribeAccountAssignmentCreationStatus" or not promised


@pytest.fixture
def leaver(stage: Stage) -> tuple[str, str]:
    """The name and the id of a user of this test alone, who is in a group."""
    store, store_id, name = stage.sandbox.client("identitystore"), stage.seeded.identity_store_id, uuid.uuid4().hex[:8]
    user_id = store.create_user(
        IdentityStoreId=store_id,
        UserName=email(name),
        DisplayName=name,
        Name={"GivenName": name, "FamilyName": "Example"},
        Emails=[{"Value": email(name), "Primary": True}],
    )["UserId"]
    store.create_group_membership(
        IdentityStoreId=store_id, GroupId=stage.seeded.groups["Operators"], MemberId={"UserId": user_id}
    )
    return name, user_id


@pytest.mark.usefixtures("new_hour")
@pytest.mark.parametrize(
    "action",
    ["organizations:UpdatePolicy", "sso:ListAccountAssignmentsForPrincipal", "identitystore:DeleteGroupMembership"],
)
def test_a_leaver_is_not_certified_without_each_permission(stage, leaver, action):
    """Without one permission the certificate is incomplete, and says which call was denied."""
    name, user_id = leaver
    with missing(stage, "WorkerChangedFunction", action):
        Sender(stage.webhook_url(), stage.webhook_secret()).post(left(email(name), f"without-{name}"))
        found = wait_for(
            lambda: stage.documents(f"certificate#{user_id}"),
            lambda found: any(problem != "begun" for certificate in found for problem in certificate["problems"]),
        )
    assert not any(certificate["complete"] for certificate in found)
    assert "AccessDenied" in json.dumps(found)


def test_a_webhook_is_not_taken_without_the_right_to_publish(stage):
    """Without the permission to publish, HR is told to try again, and nothing is lost in silence."""
    with missing(stage, "WorkerWebhookFunction", "events:PutEvents"):
        status, _ = Sender(stage.webhook_url(), stage.webhook_secret()).post(left(email("ivo"), "w-unpublished"))
    assert status == 503
    assert stage.documents("worker#w-unpublished") == []


@pytest.mark.parametrize("action", ["sns:Publish", "dynamodb:PutItem"])
def test_break_glass_is_not_announced_without_each_permission(stage, action):
    """Without one permission the event stays in the queue: the function reports it as not handled."""
    event = load("sts/AssumeRole-same-account.json")
    event["detail"]["eventID"] = f"without-{action}"
    message = {"messageId": "m-1", "body": json.dumps(event), "eventSource": "aws:sqs", "receiptHandle": "r"}
    with missing(stage, "BreakGlassFunction", action):
        answer = stage.sandbox.client("lambda").invoke(
            FunctionName=stage.outputs["BreakGlassFunction"], Payload=json.dumps({"Records": [message]})
        )
    assert answer.get("FunctionError")
    assert "not authorized to perform: " + action.lower() in answer["Payload"].read().decode().lower()


@pytest.mark.parametrize("dependency", ["pydantic", "aws_lambda_powertools", "boto3", "jmespath"])
def test_a_bundle_without_a_dependency_does_not_run(stage, dependency):
    """The functions run on their bundle and on nothing else: what is missing there is missing."""
    functions = stage.sandbox.client("lambda")
    original = functions.get_function(FunctionName=stage.outputs["BreakGlassFunction"])
    configuration = original["Configuration"]
    with urllib.request.urlopen(original["Code"]["Location"]) as answer:  # noqa: S310 - loopback
        bundle = answer.read()
    name = f"without-{dependency.replace('_', '-')}"
    functions.create_function(
        FunctionName=name,
        Runtime=configuration["Runtime"],
        Handler=configuration["Handler"],
        Role=configuration["Role"],
        Environment=configuration["Environment"],
        Timeout=30,
        Code={"ZipFile": drop(bundle, dependency)},
    )
    answer = functions.invoke(FunctionName=name, Payload=json.dumps({"Records": []}))
    assert answer.get("FunctionError")
    assert f"No module named '{dependency}" in answer["Payload"].read().decode()
    functions.delete_function(FunctionName=name)


def drop(bundle: bytes, package: str) -> bytes:
    """The bundle without one package."""
    thinner = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bundle)) as whole, zipfile.ZipFile(thinner, "w") as target:
        kept = [item for item in whole.infolist() if not item.filename.startswith(f"{package}/")]
        assert len(kept) < len(whole.infolist())
        for item in kept:
            target.writestr(item, whole.read(item))
    return thinner.getvalue()
