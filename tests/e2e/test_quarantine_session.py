"""A session that is open when its user leaves: the next call is denied, and nobody else's is."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from lambdas.aws.quarantine import LONGEST, ScpQuarantine
from sandbox.demo.stage import Stage
from sandbox.demo.timeline import wait_for
from sandbox.home import MANAGEMENT_ACCOUNT_ID
from sandbox.seed import email

pytestmark = pytest.mark.usefixtures("new_hour")


def decide(stage: Stage, user_id: str, account_id: str) -> str:
    """What the service control policies, as they stand, say to a call in a permission set's session of this user."""
    call = {"account": account_id, "user_id": user_id, "action": "s3:GetObject", "resource": "arn:aws:s3:::books/1"}
    return str(stage.sandbox.local("/_local/evaluate", call)["decision"])


def put_event(stage: Stage, kind: str, **facts: str) -> None:
    now = datetime.now(UTC).isoformat()
    event = {"id": uuid.uuid4().hex, "type": kind, "timestamp": now, "data": {"effective_at": now, **facts}}
    entry = {"EventBusName": stage.outputs["BusName"], "Source": "gatehouse.hr", "DetailType": kind}
    stage.sandbox.client("events").put_events(Entries=[{**entry, "Detail": json.dumps(event)}])


def test_the_next_call_is_denied(stage: Stage) -> None:
    """Wherever policies bind, the next call of the leaver is denied and that of a colleague is not."""
    users, accounts = stage.seeded.users, sorted(stage.seeded.accounts.values())
    assert decide(stage, users["fatima"], accounts[0]) == "allowed"
    put_event(stage, "worker.left", email=email("fatima"), worker_id="w-fatima")
    wait_for(lambda: stage.documents(f"certificate#{users['fatima']}"), bool)
    members = [account_id for account_id in accounts if account_id != MANAGEMENT_ACCOUNT_ID]
    assert {decide(stage, users["fatima"], account_id) for account_id in members} == {"denied"}
    assert {decide(stage, users["ivo"], account_id) for account_id in members} == {"allowed"}
    assert decide(stage, users["fatima"], MANAGEMENT_ACCOUNT_ID) == "allowed"


def test_four_hundred_leavers_shard(stage: Stage) -> None:
    """Each policy stays under what Organizations takes, every one of the four hundred is denied, and nobody else is."""
    organizations = stage.sandbox.client("organizations")
    ids = policy_ids(stage)
    before = {policy_id: content_of(organizations, policy_id) for policy_id in ids}
    leavers = [f"5c1f0a9b77-{uuid.uuid4()}" for _ in range(400)]
    member, colleague = stage.seeded.accounts["orders-prod"], stage.seeded.users["ivo"]
    try:
        with stage.sandbox.behaving(throttle=False):
            quarantine = ScpQuarantine(organizations, ids)
            assert all(quarantine.deny(user_id) for user_id in leavers)
            contents = [content_of(organizations, policy_id) for policy_id in ids]
        assert [len(content) <= LONGEST for content in contents] == [True] * len(ids)
        assert sum(user_id in content for content in contents for user_id in leavers) == 400
        assert {decide(stage, user_id, member) for user_id in leavers} == {"denied"}
        assert decide(stage, colleague, member) == "allowed"
    finally:
        with stage.sandbox.behaving(throttle=False):
            for policy_id, content in before.items():
                organizations.update_policy(PolicyId=policy_id, Content=content)


def policy_ids(stage: Stage) -> list[str]:
    """Of the quarantine, as the function is told them."""
    name = stage.outputs["WorkerChangedFunction"]
    about = stage.sandbox.client("lambda").get_function_configuration(FunctionName=name)
    return str(about["Environment"]["Variables"]["GATEHOUSE_QUARANTINE_POLICY_IDS"]).split(",")


def content_of(organizations: Any, policy_id: str) -> str:
    return str(organizations.describe_policy(PolicyId=policy_id)["Policy"]["Content"])
