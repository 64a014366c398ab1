"""More leavers in an hour than the policy allows."""

from datetime import timedelta

from lambdas.core.workers import Leavers, is_held, make_hold, parse_leavers
from tests.flows.world import at

NOW = at("2026-05-04T12:00:00Z")


def test_the_limit_is_the_last_that_goes_on():
    """As many as the policy allows go on, and the next one is held."""
    leavers = Leavers()
    for number in range(3):
        assert not is_held(leavers, f"e-{number}", 3, NOW)
        leavers = leavers.let_through(f"e-{number}", NOW)
    assert is_held(leavers, "e-3", 3, NOW)


def test_one_leaver_is_counted_once():
    """The same worker again, by whatever event, is no second leaver, and is not held for itself."""
    leavers = Leavers().let_through("e-1", NOW).let_through("e-1", NOW)
    assert len(leavers.seen) == 1
    assert not is_held(leavers, "e-1", 1, NOW)


def test_an_hour_ends():
    """An hour later the count begins again, also for a leaver who came twice."""
    leavers = Leavers().let_through("e-1", NOW).let_through("e-1", NOW + timedelta(minutes=30))
    assert is_held(leavers, "e-2", 1, NOW + timedelta(minutes=59))
    assert not is_held(leavers, "e-2", 1, NOW + timedelta(minutes=60))


def test_a_whole_company_fits():
    """However many are held, what is kept of the hour does not grow with them."""
    leavers = Leavers().let_through("e-1", NOW)
    for _ in range(5000):
        leavers = leavers.held_back("leavers-1")
    assert leavers == Leavers(seen={"e-1": NOW}, hold="leavers-1")
    assert parse_leavers(leavers.model_dump(mode="json")) == leavers
    assert is_held(leavers, "e-2", 1, NOW)


def test_a_hold_says_why():
    """It waits for a person, with the number that the policy allows; the leavers stand beside it."""
    told = {"kind": "leavers", "id": "leavers-1", "status": "waiting", "because": "more than 10 leavers in an hour"}
    assert make_hold("leavers-1", 10, NOW) == {**told, "at": NOW.isoformat()}
