"""The directory as a second source of leavers: every way in which it tells, and what the policy makes of it."""

import json
import uuid
from collections.abc import Iterator

import pytest

from sandbox.demo.stage import Stage
from sandbox.demo.timeline import wait_for
from tests.e2e.changed_policy import workers_policy
from tests.e2e.saying import add_user, groups_of, read_partition
from tests.events import load

pytestmark = pytest.mark.usefixtures("new_hour")
# The user that our records are about.
THEIRS = "c1d2e3f4a5-1a2b3c4d-5e6f-4071-8293-a4b5c6d7e8f9"
DISABLED = ("sso-directory/DisableUser.json", "scim/PatchUser.json", "native/UserUpdated.json")
DELETED = (
    "sso-directory/DeleteUser.json",
    "scim/DeleteUser.json",
    "identitystore/DeleteUser.json",
    "native/UserDeleted-ids-in-detail.json",
)


@pytest.fixture(scope="module")
def offboarding(stage: Stage) -> Iterator[None]:
    """The policy says that who is disabled in the directory has left."""
    with workers_policy(stage, leaver={"quarantine": "12h", "on_disabled": "offboard"}):
        yield


def switch_off(stage: Stage, user_id: str) -> None:
    stage.sandbox.local("/_local/user-status", {"user_id": user_id, "status": "DISABLED"})


def delete(stage: Stage, user_id: str) -> None:
    where = {"IdentityStoreId": stage.seeded.identity_store_id}
    stage.sandbox.client("identitystore").delete_user(UserId=user_id, **where)


def tell(stage: Stage, name: str, user_id: str) -> str:
    """Send a record of ours in AWS's shape about this user; the id it has."""
    event_id = str(uuid.uuid4())
    event = json.loads(json.dumps(load(name)).replace(THEIRS, user_id))
    if "eventID" in event["detail"]:
        event["detail"]["eventID"] = event_id
    stage.sandbox.local("/_local/aws-event", {**event, "account": "100000000001", "region": "us-east-1"})
    return event_id if "eventID" in event["detail"] else ""


def results(stage: Stage, user_id: str) -> dict[str, str]:
    """What became of each event about this user, by the event's id."""
    return {name: document["result"] for name, document in read_partition(stage, f"directory#{user_id}").items()}


def certificates(stage: Stage, user_id: str) -> list[dict]:
    return list(read_partition(stage, f"certificate#{user_id}").values())


@pytest.mark.parametrize("name", DISABLED + DELETED)
def test_each_way_is_a_report(stage: Stage, name: str) -> None:
    """Console, API, SCIM or the directory itself: the event reaches the lane, and nothing is taken away."""
    user_id, _ = add_user(stage, "Finance")
    if name in DISABLED:
        switch_off(stage, user_id)
    else:
        delete(stage, user_id)
    event_id = tell(stage, name, user_id)
    found = wait_for(lambda: results(stage, user_id), lambda r: event_id in r if event_id else len(r) > 1)
    assert {result.split(":")[0] for result in found.values()} <= {"reported", "reported before"}
    assert event_id in found or not event_id
    assert certificates(stage, user_id) == []
    assert name in DELETED or groups_of(stage, user_id) == {"Finance"}


@pytest.mark.usefixtures("offboarding")
@pytest.mark.parametrize("name", DISABLED)
def test_who_is_disabled_is_offboarded(stage: Stage, name: str) -> None:
    """With `offboard` a disabled user loses everything, with proof, once, however often the directory tells."""
    user_id, _ = add_user(stage, "Finance", "Developers")
    switch_off(stage, user_id)
    event_id = tell(stage, name, user_id)
    (certificate,) = wait_for(lambda: certificates(stage, user_id), bool)
    assert certificate["complete"]
    assert certificate["event"]["type"] == "directory.user_disabled"
    assert certificate["removed"]["memberships"] == ["Developers", "Finance"]
    assert groups_of(stage, user_id) == set()
    found = wait_for(lambda: results(stage, user_id), lambda r: event_id in r if event_id else len(r) > 1)
    assert sorted(set(found.values())) == ["already offboarded", "offboarded"]


@pytest.mark.usefixtures("offboarding")
@pytest.mark.parametrize("name", DELETED)
def test_who_is_deleted_is_offboarded(stage: Stage, name: str) -> None:
    """A user deleted by SCIM, whose record hides every value but the id, is a leaver like any other: denied, proven."""
    user_id, _ = add_user(stage, "Finance")
    delete(stage, user_id)
    tell(stage, name, user_id)
    (certificate,) = wait_for(lambda: certificates(stage, user_id), bool)
    assert certificate["complete"]
    assert certificate["event"]["type"] == "directory.user_deleted"
    assert user_id in stage.reader.denied(stage.outputs["QuarantinePolicyId"])


@pytest.mark.usefixtures("offboarding")
def test_an_event_about_an_enabled_user_is_a_hint_and_no_more(stage: Stage) -> None:
    """The user itself is asked: who works here keeps everything, whatever an event says."""
    user_id, _ = add_user(stage, "Finance")
    bystander, _ = add_user(stage, "Finance")
    tell(stage, "sso-directory/DisableUser.json", user_id)
    switch_off(stage, bystander)
    assert wait_for(lambda: certificates(stage, bystander), bool)
    assert (groups_of(stage, user_id), certificates(stage, user_id)) == ({"Finance"}, [])
