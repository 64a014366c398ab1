"""A feed that ends everybody's employment at once, and one that says nothing."""

import json
import subprocess
import sys
import uuid
from typing import Any

import pytest

from lambdas.core.workers import make_look
from sandbox.demo.stage import Stage
from sandbox.demo.timeline import wait_for
from tests.e2e.saying import add_user, groups_of, make_event, put_events, read_partition

pytestmark = pytest.mark.usefixtures("new_hour")
LIMIT, MANY = 10, 30
ENOUGH = 240


def gatehouse(stage: Stage, *arguments: str) -> tuple[int, Any]:
    """The status of a command, and the document it answers."""
    done = subprocess.run(
        [sys.executable, "-c", "from cli.main import main; main()", *arguments, "--json"],
        env=stage.sandbox.environment(),
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    return done.returncode, json.loads(done.stdout)


def certified(stage: Stage, user_ids: list[str]) -> set[str]:
    """Those with a complete certificate."""
    return {
        user_id
        for user_id in user_ids
        if any(found["complete"] for found in read_partition(stage, f"certificate#{user_id}").values())
    }


def test_everybody_at_once_is_held_and_one_decision_releases_them(stage: Stage) -> None:
    """The policy's ten go; the others wait in one hold, keep their access, and leave when one person says so."""
    people = [add_user(stage, "Finance") for _ in range(MANY)]
    users = [user_id for user_id, _ in people]
    put_events(stage, *(make_event("worker.left", email=email, worker_id=uuid.uuid4().hex) for _, email in people))

    def held() -> list[dict]:
        status, answer = gatehouse(stage, "held")
        assert status in (0, 3)
        return [found for found in answer["held"] if found["kind"] == "leavers"]

    (hold,) = wait_for(held, lambda found: bool(found) and len(found[0]["events"]) == MANY - LIMIT, ENOUGH)
    assert len(hold["events"]) == MANY - LIMIT
    gone = wait_for(lambda: certified(stage, users), lambda found: len(found) == LIMIT)
    assert len(gone) == LIMIT
    assert all(groups_of(stage, user_id) == {"Finance"} for user_id in users if user_id not in gone)

    status, answer = gatehouse(stage, "approve", hold["id"])
    assert (status, answer["status"]) == (0, "applied")
    assert wait_for(lambda: certified(stage, users), lambda found: len(found) == MANY, ENOUGH) == set(users)
    assert not any(groups_of(stage, user_id) for user_id in users)


def test_a_feed_that_says_nothing_changes_nothing(stage: Stage) -> None:
    """The hour and the night go by, and whoever HR has not spoken of keeps everything."""
    user_id, _ = add_user(stage, "Finance")
    before = {user: stage.reader.memberships(user) for user in stage.seeded.users}
    denied = stage.reader.denied(stage.outputs["QuarantinePolicyId"])
    stage.sandbox.client("sqs").send_message(
        QueueUrl=stage.outputs["WorkersQueueUrl"],
        MessageBody=json.dumps(make_look(uuid.uuid4().hex)),
        MessageGroupId="workers",
    )
    other, email = add_user(stage, "Finance")
    put_events(stage, make_event("worker.left", email=email, worker_id="w-after-the-hour"))
    assert wait_for(lambda: certified(stage, [other]), bool) == {other}
    assert groups_of(stage, user_id) == {"Finance"}
    assert {user: stage.reader.memberships(user) for user in stage.seeded.users} == before
    assert stage.reader.denied(stage.outputs["QuarantinePolicyId"]) == denied | {other}
