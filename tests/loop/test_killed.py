"""Lambda ends a function half-way, wherever it is, and SQS brings the message again."""

import pytest

from tests.loop.running import Gatehouse, Killed

pytestmark = pytest.mark.e2e
MOST_REQUESTS = 200


@pytest.mark.parametrize("flow", ["accounts", "sweep"])
def test_killed_before_any_of_its_requests(gatehouse: Gatehouse, flow: str) -> None:
    """Whichever was the first request that it did not send: nothing wrong is done, and the next time all is right."""
    requests = next(n for n in range(MOST_REQUESTS) if not is_killed(gatehouse, flow, before=n))
    assert requests > 20


def is_killed(gatehouse: Gatehouse, flow: str, *, before: int) -> bool:
    """False when it ended before that; either way all is right in the end."""
    gatehouse.begin(flow)
    events, killed = gatehouse.events_of(flow), False
    gatehouse.fuse.left = before
    try:
        gatehouse.run(flow, *events)
    except Killed:
        killed = True
    gatehouse.fuse.left = None
    if killed:
        gatehouse.run(flow, *events)
    gatehouse.wake_until_done()
    assert not gatehouse.wrong(), before
    assert gatehouse.is_right(), (before, gatehouse.differences())
    return killed
