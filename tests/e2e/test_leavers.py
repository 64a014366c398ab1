"""Leavers, from HR's webhook to the certificate."""

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.demo.hr import Sender, left
from sandbox.demo.stage import Stage
from sandbox.demo.timeline import wait_for
from sandbox.seed import email

pytestmark = pytest.mark.usefixtures("new_hour")


@pytest.fixture(scope="session")
def hr(stage: Stage) -> Sender:
    return Sender(stage.webhook_url(), stage.webhook_secret())


def certificates(stage: Stage, user: str) -> list:
    return stage.documents(f"certificate#{stage.seeded.users[user]}")


def complete(found: list) -> bool:
    return any(certificate["complete"] for certificate in found)


def denied(stage: Stage) -> frozenset[str]:
    return stage.reader.denied(stage.outputs["QuarantinePolicyId"])


def direct(stage: Stage, user: str) -> set[str]:
    matrix = stage.reader.matrix()
    return {f"{account}: {line}" for account, lines in matrix.items() for line in lines if line.startswith(f"{user}:")}


def worker_records(stage: Stage, worker_id: str, number: int = 1) -> list:
    return wait_for(lambda: stage.documents(f"worker#{worker_id}"), lambda found: len(found) >= number)


def test_a_leaver_loses_everything_with_proof(stage, hr):
    """Denied, no direct assignment, no membership, one complete certificate; nobody else lost anything."""
    others = {user: stage.reader.memberships(user) for user in stage.seeded.users if user != "mia"}
    groups_before = {a: {x for x in lines if not x.startswith("mia:")} for a, lines in stage.reader.matrix().items()}
    assert direct(stage, "mia") == {"network: mia: ReadOnly", "orders-prod: mia: DatabaseAdmin"}
    status, _ = hr.post(left(email("mia"), "w-mia"))
    assert status == 202
    (certificate,) = wait_for(lambda: certificates(stage, "mia"), complete)
    assert certificate["complete"]
    assert len(certificate["removed"]["assignments"]) == 2
    assert certificate["removed"]["memberships"] == ["Developers", "Operators"]
    assert "mia" in denied(stage)
    assert direct(stage, "mia") == set()
    assert stage.reader.memberships("mia") == frozenset()
    assert {user: stage.reader.memberships(user) for user in others} == others
    after = stage.reader.matrix()
    assert {a: set(after[a]) for a in groups_before} == groups_before


def test_the_bus_takes_the_same_events(stage):
    """A company with its own integration puts the event on the bus and skips the webhook."""
    event = {"id": str(uuid.uuid4()), **left(email("dara"), "w-dara")}
    stage.sandbox.client("events").put_events(
        Entries=[
            {
                "EventBusName": stage.outputs["BusName"],
                "Source": "gatehouse.hr",
                "DetailType": "worker.left",
                "Detail": json.dumps(event),
            }
        ]
    )
    assert complete(wait_for(lambda: certificates(stage, "dara"), complete))
    assert stage.reader.memberships("dara") == frozenset()


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ({"tamper": b" "}, 401),
        ({"age": 301}, 401),
        ({"age": -301}, 401),
    ],
)
def test_a_forged_or_stale_webhook_is_refused(stage, hr, what, status):
    """What is changed after signing, too old or from the future gets 401, no detail, and has no effect."""
    answer, body = hr.post(left(email("hana"), "w-forged"), **what)
    assert (answer, json.loads(body)) == (status, {"error": "unauthenticated"})
    assert stage.documents("worker#w-forged") == []


def test_another_secret_is_refused(stage, hr):
    """A sender with another secret gets 401."""
    stranger = Sender(hr.url, "whsec_" + "QUJD" * 11)
    assert stranger.post(left(email("hana")))[0] == 401


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (b"{", "not JSON"),
        (b"[]", "expected a JSON object"),
        ({**left("x@example.com"), "type": "worker.promoted"}, "unknown event type 'worker.promoted'"),
        ({**left("x@example.com"), "data": {"email": "nobody"}}, "data.email"),
    ],
)
def test_a_wrong_body_is_refused_with_the_reason(hr, document, told):
    """Malformed JSON, an unknown type or a wrong field gets 400 and says what is wrong."""
    status, body = hr.post(document)
    assert status == 400
    assert told in json.loads(body)["error"]


def test_a_body_beyond_any_event_is_refused(hr):
    """More than 256 KiB is too large."""
    assert hr.post({"filler": "x" * (257 * 1024)})[0] == 413


def test_a_replayed_webhook_has_no_second_effect(stage, hr):
    """The same message again gets the same answer, and nothing happens; the id for another event is refused."""
    event, message_id = left(email("bruno"), "w-bruno"), f"msg_{uuid.uuid4().hex}"
    assert [hr.post(event, message_id=message_id)[0] for _ in range(3)] == [202, 202, 202]
    (certificate,) = wait_for(lambda: certificates(stage, "bruno"), complete)
    assert hr.post(event, message_id=message_id)[0] == 202
    assert hr.post({**event, "data": {**event["data"], "email": email("hana")}}, message_id=message_id)[0] == 409
    records = worker_records(stage, "w-bruno")
    assert [record["result"] for record in records] == ["offboarded"]
    assert certificates(stage, "bruno") == [certificate]
    assert "hana" not in denied(stage)


def test_an_unknown_worker_is_told_to_people(stage, hr, inbox):
    """A leaver without a user is recorded and alerted, never a silent success."""
    assert hr.post(left("stranger@example.com", "w-stranger"))[0] == 202
    (record,) = worker_records(stage, "w-stranger")
    assert record["result"] == "no such user in the directory"
    message = wait_for(lambda: stage.receive(inbox), lambda found: "stranger@example.com" in found.get("Message", ""))
    assert message["Subject"] == "A leaver is not in the directory"


def test_a_future_leaver_waits_for_the_day(stage, hr):
    """Before the effective time nothing is touched, and Scheduler holds the wake-up."""
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert hr.post(left(email("goran"), "w-goran", tomorrow))[0] == 202
    (record,) = worker_records(stage, "w-goran")
    assert record["result"].startswith("waits until")
    assert stage.reader.memberships("goran") == frozenset({"Security"})
    wakes = stage.sandbox.client("scheduler").list_schedules(GroupName=stage.outputs["ScheduleGroup"])["Schedules"]
    assert any(wake["Name"].startswith("workers-") for wake in wakes)


def test_a_wake_up_does_its_work_at_its_time(stage, hr):
    """An event for a few seconds from now is carried out then, through Scheduler and the lane's queue."""
    soon = datetime.now(UTC) + timedelta(seconds=4)
    assert hr.post(left(email("chen"), "w-chen", soon))[0] == 202
    assert stage.reader.memberships("chen") == frozenset({"Developers"})
    assert complete(wait_for(lambda: certificates(stage, "chen"), complete))
    assert stage.reader.memberships("chen") == frozenset()
