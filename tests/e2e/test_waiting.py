"""What waits for its time, when its wake-up never comes; and the end of the quarantine, which has none."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sandbox.demo.stage import Stage
from sandbox.demo.timeline import wait_for
from tests.e2e.saying import add_user, edit_document, groups_of, make_event, put_events, read_partition, schedules
from tests.e2e.test_sweep import fire

pytestmark = pytest.mark.usefixtures("new_hour")
PAST = timedelta(hours=1)


def waiting(stage: Stage, told: str) -> dict[str, dict[str, Any]]:
    """What waits and says this somewhere, by its key."""
    return {key: found for key, found in read_partition(stage, "waiting").items() if told in str(found["wake"])}


def make_overdue(stage: Stage, told: str) -> None:
    """As if its time had come an hour ago."""
    ((key, document),) = wait_for(lambda: waiting(stage, told), bool).items()
    edit_document(stage, "waiting", key, {**document, "at": (datetime.now(UTC) - PAST).isoformat()})


def certificates(stage: Stage, user_id: str) -> dict[str, dict[str, Any]]:
    return read_partition(stage, f"certificate#{user_id}")


@pytest.mark.parametrize("clock", ["SweepDue", "WaitingDue"])
def test_a_wake_up_that_never_fires(stage: Stage, clock: str) -> None:
    """A leaver with a date, whose schedule is gone, is found by the nightly sweep, and by the hourly look."""
    user_id, email = add_user(stage, "Finance")
    worker_id, at = uuid.uuid4().hex, datetime.now(UTC) + timedelta(seconds=10)
    put_events(stage, make_event("worker.left", email=email, worker_id=worker_id, effective_at=at.isoformat()))
    assert wait_for(lambda: waiting(stage, worker_id), bool)
    (name,) = [name for name, found in schedules(stage).items() if worker_id in found["Target"]["Input"]]
    stage.sandbox.client("scheduler").delete_schedule(GroupName=stage.outputs["ScheduleGroup"], Name=name)
    make_overdue(stage, worker_id)
    wait_for(lambda: datetime.now(UTC), lambda now: now > at, seconds=40)
    assert groups_of(stage, user_id) == {"Finance"}
    fire(stage, clock)
    (found,) = wait_for(lambda: certificates(stage, user_id), bool, seconds=60).values()
    assert found["complete"]
    assert groups_of(stage, user_id) == set()
    assert wait_for(lambda: waiting(stage, worker_id), lambda found: not found) == {}


def test_the_quarantine_ends(stage: Stage) -> None:
    """When the longest session has ended, the hourly look takes the id out of the policy, and nobody else's."""
    user_id, email = add_user(stage, "Finance")
    put_events(stage, make_event("worker.left", email=email, worker_id=uuid.uuid4().hex))
    ((sort, found),) = wait_for(lambda: certificates(stage, user_id), bool).items()
    others = denied(stage) - {user_id}
    yesterday = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    edit_document(stage, f"certificate#{user_id}", sort, {**found, "finished_at": yesterday})
    make_overdue(stage, user_id)
    fire(stage, "WaitingDue")
    assert wait_for(lambda: denied(stage), lambda ids: user_id not in ids) == others
    assert wait_for(lambda: waiting(stage, user_id), lambda found: not found) == {}


def denied(stage: Stage) -> frozenset[str]:
    return stage.reader.denied(stage.outputs["QuarantinePolicyId"])
