"""When a decision is expected, and how long a vain look is not repeated."""

from datetime import UTC, datetime, timedelta

import pytest

from lambdas.core.latency import FIRST_GUESS, LONGEST_PAUSE, Latency, Pause

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def test_the_first_decision_replaces_the_guess() -> None:
    """A decision fell between the last look that saw it open and the first that did not: the middle is believed."""
    assert Latency().learn(seconds(20), seconds(30)).mean == seconds(25)


def test_others_move_the_mean() -> None:
    """Each further decision counts for a quarter."""
    assert Latency(seconds(8), True).learn(seconds(10), seconds(14)).mean == seconds(9)


@pytest.mark.parametrize(("decided", "mean"), [(60, 8), (4, 7)])
def test_a_late_look_teaches_only_an_upper_bound(decided: float, mean: float) -> None:
    """One that no look saw open never makes the mean longer, and makes it shorter when it was decided earlier."""
    assert Latency(seconds(8), True).learn(seconds(0), seconds(decided)).mean == seconds(mean)


def test_nothing_is_believed_of_a_first_look_that_was_late() -> None:
    """Without one that was seen open, the guess stays a guess."""
    assert Latency().learn(seconds(0), seconds(60)) == Latency()


def test_a_look_waits_for_a_sixth() -> None:
    """Of 15 the third should be decided, of a few the first."""
    requested = [NOW + seconds(n) for n in range(15)]
    assert Latency(seconds(5), True).next_look(requested) == NOW + seconds(2 + 5)
    assert Latency().next_look(requested[:6]) == NOW + FIRST_GUESS


def test_pauses_grow_while_they_are_in_vain() -> None:
    """Each is half as long again, up to the longest; success starts over."""
    pause, ends = Pause(), []
    for _ in range(20):
        pause.learn(in_vain=True)
        ends.append(pause.end(NOW))
    assert ends == sorted(ends)
    assert ends[-1] == NOW + seconds(LONGEST_PAUSE)
    pause.learn(in_vain=False)
    assert pause.end(NOW) < ends[0]
