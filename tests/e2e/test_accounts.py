"""Accounts, from Organizations through EventBridge to Identity Center."""

import uuid

from sandbox.demo.stage import Stage
from sandbox.demo.stories import EVERYWHERE, IN_DEV, IN_PROD
from sandbox.demo.timeline import wait_for
from tests.events import load


def move(stage: Stage, account_id: str, source: str, destination: str) -> None:
    stage.sandbox.client("organizations").move_account(
        AccountId=account_id, SourceParentId=source, DestinationParentId=destination
    )


def access_becomes(stage: Stage, account_id: str, promised: frozenset[str]) -> None:
    found = wait_for(lambda: stage.reader.access(account_id), lambda found: found == promised)
    assert sorted(found) == sorted(promised)


def moves(stage: Stage, account_id: str, number: int = 1) -> list:
    """The outcomes of the account's MoveAccount events, once there are so many."""

    def read() -> list:
        return [found for found in stage.documents(f"account#{account_id}") if found["signal"] == "MoveAccount"]

    return wait_for(read, lambda found: len(found) >= number)


def moved_event(account_id: str) -> dict:
    event = load("organizations/MoveAccount.json")
    event["id"] = event["detail"]["eventID"] = str(uuid.uuid4())
    event["detail"]["requestParameters"]["accountId"] = account_id
    return {**event, "account": "100000000001", "region": "us-east-1"}


def test_a_new_account_gets_its_access_and_keeps_in_step_with_its_place(stage, account):
    """From creation through two moves, the account has what the policy promises for its place, and nothing else."""
    ous = stage.seeded.ous
    move(stage, account, stage.seeded.root_id, ous["Workloads/Dev"])
    access_becomes(stage, account, IN_DEV)
    move(stage, account, ous["Workloads/Dev"], ous["Workloads/Prod"])
    access_becomes(stage, account, IN_PROD)


def test_no_other_account_is_touched(stage, account):
    """While one account moves, every other one stays exactly as it was."""
    before = {name: lines for name, lines in stage.reader.matrix().items() if name in stage.seeded.accounts}
    move(stage, account, stage.seeded.root_id, stage.seeded.ous["Sandbox"])
    access_becomes(stage, account, EVERYWHERE | {"Developers: Developer"})
    after = {name: lines for name, lines in stage.reader.matrix().items() if name in stage.seeded.accounts}
    assert after == before


def test_repeated_events_change_nothing(stage):
    """The same event twice and its twin land on the same result without a single write."""
    account_id = stage.seeded.accounts["payments-dev"]
    before = writes(stage)
    event = moved_event(account_id)
    for sent in (event, event, moved_event(account_id)):
        stage.sandbox.local("/_local/aws-event", sent)
    found = moves(stage, account_id, 2)
    assert {record["result"] for record in found} == {"nothing to do"}
    assert writes(stage) == before


def writes(stage: Stage) -> int:
    """The changes of assignments that anybody has asked AWS for so far."""
    calls = stage.sandbox.local("/_local/calls", {})["operations"].get("sso-admin", {})
    return sum(calls.get(name, 0) for name in ("CreateAccountAssignment", "DeleteAccountAssignment"))


def test_an_account_that_no_longer_exists_is_an_outcome(stage):
    """An event about an account AWS does not know ends in the state table, and not in the dead letters."""
    stage.sandbox.local("/_local/aws-event", moved_event("999999999990"))
    (record,) = moves(stage, "999999999990")
    assert record["result"] == "account no longer exists"


def test_a_change_that_aws_refused_comes_back(stage, account):
    """A FAILED assignment is recorded with AWS's reason, the others are made, and a wake-up is scheduled."""
    fault = {"operation": "CreateAccountAssignment", "failed": "the account is not ready", "times": 1}
    stage.sandbox.local("/_local/faults", {"faults": [fault]})
    move(stage, account, stage.seeded.root_id, stage.seeded.ous["Workloads/Dev"])
    (record,) = moves(stage, account)
    assert record["result"] == "unfinished"
    assert [line["detail"] for line in record["unfinished"]] == ["the account is not ready"]
    assert len(record["granted"]) == 1
    wakes = stage.sandbox.client("scheduler").list_schedules(GroupName=stage.outputs["ScheduleGroup"])["Schedules"]
    assert any(wake["Name"].startswith("accounts-") for wake in wakes)


def test_a_message_nobody_can_read_does_not_block_the_lane(stage, account):
    """Nonsense on the lane is in its dead-letter queue at once, with the reason; the lane goes on."""
    sqs = stage.sandbox.client("sqs")
    url = stage.outputs["AccountsQueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="{nonsense", MessageGroupId="accountslane")
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])["Attributes"]["RedrivePolicy"]
    dead = sqs.get_queue_url(QueueName=arn.split('"deadLetterTargetArn":')[1].split('"')[1].rpartition(":")[2])
    message = wait_for(
        lambda: sqs.receive_message(QueueUrl=dead["QueueUrl"], MessageAttributeNames=["All"]).get("Messages", []), bool
    )[0]
    sqs.delete_message(QueueUrl=dead["QueueUrl"], ReceiptHandle=message["ReceiptHandle"])
    assert message["Body"] == "{nonsense"
    assert "not JSON" in message["MessageAttributes"]["problem"]["StringValue"]
    move(stage, account, stage.seeded.root_id, stage.seeded.ous["Workloads/Dev"])
    access_becomes(stage, account, IN_DEV)


def test_an_account_that_is_closed_is_left_alone(stage, account):
    """A closed account is recorded and not written to, whatever event comes about it."""
    organizations = stage.sandbox.client("organizations")
    organizations.close_account(AccountId=account)
    wait_for(
        lambda: organizations.describe_account(AccountId=account)["Account"]["State"], lambda found: found == "CLOSED"
    )
    stage.sandbox.local("/_local/aws-event", moved_event(account))
    (record,) = moves(stage, account)
    assert record["result"] == "account is CLOSED: not written to"
