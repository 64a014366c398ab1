"""Joiners and movers, from HR's webhook to the groups, and the end of the old access."""

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sandbox.demo.hr import Sender
from sandbox.demo.stage import Stage
from sandbox.demo.timeline import wait_for
from tests.e2e.changed_policy import workers_policy
from tests.e2e.saying import (
    add_user,
    edit_document,
    find_user,
    fire,
    groups_of,
    make_event,
    read_partition,
    result_of,
    schedules,
)


@pytest.fixture(scope="module")
def hr(stage: Stage) -> Sender:
    return Sender(stage.webhook_url(), stage.webhook_secret())


@pytest.fixture(scope="module")
def told(stage: Stage) -> Iterator[str]:
    """A queue that gets what Gatehouse publishes about workers; its URL."""
    sqs, events = stage.sandbox.client("sqs"), stage.sandbox.client("events")
    url = sqs.create_queue(QueueName="what-gatehouse-says-of-workers")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    allow = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": arn}
    policy = {"Version": "2012-10-17", "Statement": [allow]}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})
    where = {"EventBusName": stage.outputs["BusName"], "Name": "what-gatehouse-says-of-workers"}
    events.put_rule(**where, EventPattern=json.dumps({"detail-type": [{"prefix": "Worker"}]}))
    events.put_targets(EventBusName=where["EventBusName"], Rule=where["Name"], Targets=[{"Id": "queue", "Arn": arn}])
    yield url
    events.remove_targets(EventBusName=where["EventBusName"], Rule=where["Name"], Ids=["queue"])
    events.delete_rule(**where)


def said(stage: Stage, url: str, detail_type: str, email: str, **members: Any) -> dict[str, Any]:
    """The next such event about this worker, with these members in its detail."""

    def receive() -> dict[str, Any]:
        messages = stage.sandbox.client("sqs").receive_message(QueueUrl=url).get("Messages", [])
        return dict(json.loads(messages[0]["Body"])) if messages else {}

    def fits(event: dict[str, Any]) -> bool:
        detail = event.get("detail", {})
        about = {"email": email, **members}
        return event.get("detail-type") == detail_type and {name: detail.get(name) for name in about} == about

    return dict(wait_for(receive, fits)["detail"])


def say(hr: Sender, kind: str, worker_id: str, email: str, department: str) -> None:
    facts = {"worker_id": worker_id, "email": email, "attributes": {"department": department}}
    assert hr.post(make_event(kind, **facts))[0] == 202


def end_overlap(stage: Stage, worker_id: str) -> None:
    """As if the days of the overlap had gone by."""
    key = f"known-worker#{worker_id}"
    document = read_partition(stage, key)["current"]
    past = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    overlaps = dict.fromkeys(document["overlaps"], past)
    edit_document(stage, key, "current", {**document, "overlaps": overlaps})


def test_a_joiner_and_a_mover(stage: Stage, hr: Sender, told: str) -> None:
    """A joiner gets a user and a group; a mover the new one at once, the old one's end announced, and gone after it."""
    worker_id, email = f"w-{uuid.uuid4().hex[:8]}", f"{uuid.uuid4().hex[:8]}.new@example.com"
    say(hr, "worker.joined", worker_id, email, "Engineering")
    assert result_of(stage, f"worker#{worker_id}") == "joins Developers"
    user_id = find_user(stage, email)
    assert groups_of(stage, user_id) == {"Developers"}

    say(hr, "worker.changed", worker_id, email, "Security")
    assert result_of(stage, f"worker#{worker_id}", 2).startswith("joins Security; leaves Developers at ")
    assert groups_of(stage, user_id) == {"Developers", "Security"}
    assert list(said(stage, told, "WorkerAccessEnding", email)["ending"]) == ["Developers"]

    mine = [name for name, found in schedules(stage).items() if worker_id in found["Target"]["Input"]]
    assert len(mine) == 1
    end_overlap(stage, worker_id)
    fire(stage, mine[0])
    assert wait_for(lambda: groups_of(stage, user_id), lambda found: "Developers" not in found) == {"Security"}
    assert said(stage, told, "WorkerMoved", email, leave=["Developers"])["join"] == []


def test_an_external_directory_is_not_written(stage: Stage, hr: Sender, told: str) -> None:
    """Where an identity provider owns the directory, people and machines are told what it should do, and no more."""
    user_id, email = add_user(stage, "Finance")
    worker_id = f"w-{uuid.uuid4().hex[:8]}"
    with workers_policy(stage, directory="external"):
        say(hr, "worker.joined", worker_id, email, "Engineering")
        result = result_of(stage, f"worker#{worker_id}")
    assert result.startswith("for the identity provider: joins Developers; leaves Finance at ")
    assert groups_of(stage, user_id) == {"Finance"}
    due = said(stage, told, "WorkerAccessDue", email)
    assert (due["join"], list(due["ending"])) == (["Developers"], ["Finance"])


def test_a_joiner_of_an_external_directory_gets_no_user(stage: Stage, hr: Sender) -> None:
    """Users of an identity provider are made there."""
    worker_id, email = f"w-{uuid.uuid4().hex[:8]}", f"{uuid.uuid4().hex[:8]}@example.com"
    with workers_policy(stage, directory="external"):
        say(hr, "worker.joined", worker_id, email, "Finance")
        assert result_of(stage, f"worker#{worker_id}") == "for the identity provider: joins Finance"
    assert find_user(stage, email) == ""
