"""A session that is open when its user leaves: the next call is denied, and nobody else's is."""

import json
import uuid
from datetime import UTC, datetime

import pytest

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


def test_the_directory_speaks_to_the_lane(stage: Stage) -> None:
    """A user deleted by API reaches the lane by the directory's own record; the policy says report."""
    store = stage.sandbox.client("identitystore")
    where = {"IdentityStoreId": stage.sandbox.client("sso-admin").list_instances()["Instances"][0]["IdentityStoreId"]}
    person = {"GivenName": "T", "FamilyName": "X"}
    user_id = store.create_user(UserName="temp@example.com", DisplayName="T X", Name=person, **where)["UserId"]
    store.delete_user(UserId=user_id, **where)
    found = wait_for(lambda: stage.documents(f"directory#{user_id}"), bool)
    assert "reported" in found[0]["result"]
