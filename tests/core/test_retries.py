"""When a scope comes back."""

from datetime import UTC, datetime, timedelta

import pytest

from lambdas.core.retries import next_wake

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("attempt", "minutes"), [(0, 1), (1, 2), (2, 4), (5, 32), (6, 64), (7, 120), (500, 120)])
def test_growing_delay(attempt, minutes):
    """Each wait is twice the last, up to two hours."""
    assert next_wake(attempt, NOW.isoformat(), NOW) == NOW + timedelta(minutes=minutes)


def test_a_day_is_enough():
    """After a day nothing comes back: a person is told."""
    since = (NOW - timedelta(days=1)).isoformat()
    assert next_wake(3, since, NOW) is None
    assert next_wake(3, since, NOW - timedelta(seconds=1)) is not None


@pytest.mark.parametrize("since", ["", "yesterday", "2026-05-04T11:00:00"])
def test_a_time_that_cannot_be_read_does_not_end_the_retries(since):
    """An event without a usable time counts from now; one without an offset is UTC."""
    assert next_wake(0, since, NOW) is not None
