"""What a worker's record means: it does not matter in which order HR's events arrive."""

from itertools import permutations

import pytest

from lambdas.core.workers import Employ, Leave, Nothing, Offboarding, Worker, decide, find_standing
from tests.core.workers.saying import hear, say
from tests.flows.world import at

JOINED = say("joined", "01-02", attributes={"department": "Engineering"})
LEFT = say("left", "05-01", "05-10")
MOVED = say("left", "05-05", "05-20")
RESCINDED = say("rescinded", "05-06")
CHANGED = say("changed", "05-12", attributes={"department": "Platform"})
REHIRED = say("joined", "05-15", attributes={"department": "Sales"})

# What was said, the day it is, and whether the worker is a leaver then.
STORIES = [
    ([JOINED, LEFT], "05-09", False),
    ([JOINED, LEFT], "05-10", True),
    ([JOINED, LEFT, RESCINDED], "05-11", False),
    ([JOINED, LEFT, MOVED], "05-11", False),
    ([JOINED, LEFT, MOVED], "05-21", True),
    ([JOINED, LEFT, MOVED, RESCINDED], "05-21", False),
    ([JOINED, LEFT, CHANGED], "05-13", True),
    ([JOINED, LEFT, REHIRED], "05-16", False),
    ([JOINED, LEFT, say("left", "05-11", "06-01")], "05-12", True),
    ([JOINED, LEFT, say("joined", "05-12", "05-09")], "05-13", True),
    ([LEFT, say("rescinded", "04-30")], "05-11", True),
]


@pytest.mark.parametrize(("said", "day", "leaver"), STORIES)
def test_order_does_not_matter(said, day, leaver):
    """The same things said mean the same, whatever arrives first, and however often."""
    for order in permutations(said):
        worker, _ = hear(*order, *order[:1], day=day)
        assert (find_standing(worker.statements, at(f"2026-{day}T12:00:00Z")).left is not None) is leaver


def test_a_leaver_of_today_is_due():
    """When the time has come the leave itself is what is due."""
    assert hear(JOINED, LEFT, day="05-10")[1] == Leave(LEFT)


def test_a_future_leave_waits():
    """Before its time nothing is due, and it is known until when it waits."""
    worker, due = hear(JOINED, LEFT, day="05-09")
    assert isinstance(due, Nothing)
    assert decide(worker, LEFT, at("2026-05-09T12:00:00Z")).waits_until == LEFT.data.effective_at


def test_a_date_that_was_moved_does_not_wait():
    """An old date that arrives after the new one asks for no wake-up."""
    worker, _ = hear(JOINED, MOVED, day="05-06")
    assert decide(worker, LEFT, at("2026-05-06T12:00:00Z")).waits_until is None


def test_who_was_offboarded_too_early_is_taken_back():
    """The new date of a leave that arrives late undoes what the old one has done."""
    worker, _ = hear(JOINED, LEFT, day="05-11")
    offboarding = Offboarding(event_id=LEFT.id, user_id="u-lena", at=LEFT.data.effective_at, done=True)
    decision = decide(worker.model_copy(update={"offboarding": offboarding}), MOVED, at("2026-05-11T12:00:00Z"))
    assert isinstance(decision.due, Employ)
    assert (decision.due.back, decision.waits_until) == (True, MOVED.data.effective_at)


def test_attributes_stay_until_another_value_is_said():
    """A change without attributes, or of another one, leaves the rest as it was."""
    _, due = hear(JOINED, say("changed", "05-02", attributes={"employment_type": "employee"}), day="05-03")
    assert due == Employ({"department": "Engineering", "employment_type": "employee"})
    _, due = hear(JOINED, say("changed", "05-02"), day="05-03")
    assert due == Employ({"department": "Engineering"})


def test_a_rehire_brings_nothing_along():
    """A rehired worker is a new joiner: the old department is forgotten."""
    joined = say("joined", "05-15", attributes={"employment_type": "contractor"})
    _, due = hear(JOINED, LEFT, joined, day="05-16")
    assert due == Employ({"employment_type": "contractor"}, back=True)


def test_a_change_does_not_bring_back_a_user_who_was_disabled():
    """Whom the directory has ended comes back by a new join, never by a profile that HR saves."""
    off = Offboarding(event_id="d-1", user_id="u", at=at("2026-05-11T12:00:00Z"), done=True, by_directory=True)
    worker = hear(JOINED, day="05-11")[0].model_copy(update={"offboarding": off})
    assert isinstance(decide(worker, CHANGED, at("2026-05-12T12:00:00Z")).due, Nothing)
    back = decide(worker, REHIRED, at("2026-05-16T12:00:00Z")).due
    assert isinstance(back, Employ)
    assert back.back


def test_nothing_said_is_nothing_done():
    """A rescission of what nobody has said asks for nothing."""
    assert isinstance(hear(RESCINDED, day="05-07")[1], Nothing)


def test_a_record_does_not_grow_with_every_change():
    """A hundred profiles saved leave what still counts, and the newest address."""
    many = [say("changed", f"03-{day:02}", attributes={"department": f"d{day}"}) for day in range(1, 29)]
    worker, due = hear(JOINED, *many, say("changed", "04-01", email="lena.m@example.com"), day="04-02")
    assert len(worker.statements) <= 3
    assert worker.email == "lena.m@example.com"
    assert due == Employ({"department": "d28"})


def test_a_worker_is_kept_whole():
    """The record reads back as it was written."""
    worker, _ = hear(JOINED, LEFT, day="05-11")
    assert Worker.model_validate(worker.to_document()) == worker
