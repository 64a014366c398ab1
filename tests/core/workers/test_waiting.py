"""What waits for its time."""

from datetime import UTC, datetime, timedelta

import pytest

from lambdas.core.workers import (
    DirectorySignal,
    ReleaseSignal,
    WaitingSignal,
    WorkerSignal,
    is_overdue,
    make_look,
    make_release,
    make_waiting,
    make_waiting_key,
    make_wake,
    parse_worker_signal,
)
from tests.core.workers.saying import say

NOW = datetime(2031, 2, 3, 4, 5, tzinfo=UTC)
EVENT = say("left", "05-04")


@pytest.mark.parametrize(("minutes", "overdue"), [(-60, False), (0, False), (14, False), (15, True), (60 * 24, True)])
def test_overdue(minutes, overdue):
    """Not before a quarter of an hour after its time: until then its wake-up may be on its way."""
    waiting = make_waiting(make_wake(WorkerSignal(EVENT)), NOW)
    assert is_overdue(waiting, NOW + timedelta(minutes=minutes)) is overdue


def test_what_wakes_is_the_signal():
    """The event in it is read by the lane like any other."""
    signal = WorkerSignal(EVENT, since="2031-02-03T00:00:00Z", attempt=3)
    assert parse_worker_signal(make_waiting(make_wake(signal), NOW)["wake"]) == signal


def test_one_place_for_a_signal():
    """Each wake-up of a signal takes the place of the one before, and that of another signal does not."""
    keys = [make_waiting_key(make_wake(WorkerSignal(EVENT, attempt=n))) for n in range(3)]
    other = make_waiting_key(make_wake(WorkerSignal(EVENT.model_copy(update={"id": "another"}))))
    assert (len(set(keys)), other in keys) == (1, False)


def test_one_place_for_the_release_of_a_user():
    """A later offboarding's release takes the place of the earlier one's, and not that of a directory signal."""
    keys = {make_waiting_key(make_release(ReleaseSignal("u-1", event_id))) for event_id in ("msg_1", "msg_2")}
    assert len(keys) == 1
    assert make_waiting_key(make_wake(DirectorySignal("u-1", "d-1", ""))) not in keys
    assert make_waiting_key(make_release(ReleaseSignal("u-2", "msg_1"))) not in keys


def test_the_clock_speaks_to_the_lane():
    """What the hourly schedule sends is understood."""
    assert parse_worker_signal(make_look("e-1")) == WaitingSignal("e-1")
