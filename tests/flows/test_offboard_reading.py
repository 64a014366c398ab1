"""Assignments watched while they are revoked: what is certified as left was read when all of it was decided."""

from dataclasses import replace
from datetime import timedelta

from lambdas.core.assignments import Action
from lambdas.flows.offboard_reading import PATIENCE, Watched
from lambdas.ports import Progress
from tests.flows.world import DEV, LENA, PROD, make_world, of_user

FIRST, SECOND = of_user(DEV, "ReadOnly", LENA), of_user(PROD, "ReadOnly", LENA)


class LateReading:
    """A center whose list is older than its answers: what it lists as there is decided when it is asked."""

    def __init__(self, ports):
        self.center = ports.center

    def __getattr__(self, name):
        return getattr(self.center, name)

    def poll(self, operations):
        return tuple(replace(operation, progress=Progress.SUCCEEDED) for operation in operations)


def revoke(watched, *assignments):
    return [watched.request(Action.REVOKE, assignment) for assignment in assignments]


def test_one_reading_tells_of_all():
    """When everything is gone it was one reading, and that reading stands."""
    ports = make_world()
    ports.center.assignments = {FIRST, SECOND}
    watched = Watched(ports.center, ports.clock, LENA)
    done = watched.poll(revoke(watched, FIRST, SECOND))
    assert {operation.progress for operation in done} == {Progress.SUCCEEDED}
    assert watched.seen == ()
    assert ports.center.reads == [LENA]


def test_a_reading_that_still_shows_one_does_not_stand():
    """A revoke that AWS decides after the list was read is done, and the list is read again before it is believed."""
    ports = make_world()
    ports.center.assignments = {FIRST}
    ports.center.takes = timedelta(seconds=PATIENCE * 10)
    watched = Watched(LateReading(ports), ports.clock, LENA)
    (done,) = watched.poll(revoke(watched, FIRST))
    assert done.progress is Progress.SUCCEEDED
    assert watched.seen is None


def test_a_new_request_makes_a_reading_old():
    """What was read before the newest request says nothing of it."""
    ports = make_world()
    ports.center.assignments = {FIRST, SECOND}
    watched = Watched(ports.center, ports.clock, LENA)
    watched.poll(revoke(watched, FIRST))
    revoke(watched, SECOND)
    assert watched.seen is None


def test_a_revoke_that_failed_is_told_as_failed():
    """What is still listed is asked about: AWS's own reason is not waited away."""
    ports = make_world()
    ports.center.assignments = {FIRST}
    ports.center.faults = ["internal error"]
    watched = Watched(ports.center, ports.clock, LENA)
    (failed,) = watched.poll(revoke(watched, FIRST))
    assert (failed.progress, failed.failure) == (Progress.FAILED, "internal error")
