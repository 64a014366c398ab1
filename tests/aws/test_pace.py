"""A lane keeps to its share of calls."""

import pytest
from botocore.exceptions import EndpointConnectionError

from lambdas.aws.pace import Pace, set_pace
from tests.aws.offline import make_offline_client


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def test_no_more_than_its_share() -> None:
    """Of a hundred calls in a row no second has more than the share, but for the first half second's reserve."""
    time = Time()
    pace, at = Pace(10, lambda: time.now, time.sleep), []
    for _ in range(100):
        pace.wait()
        at.append(time.now)
    assert all(sum(start <= moment < start + 1 for moment in at) <= 15 for start in at)
    assert time.now >= 9.4


def test_a_rest_is_not_saved_up() -> None:
    """After an hour's rest there is half a second's reserve and no more."""
    time = Time()
    pace = Pace(10, lambda: time.now, time.sleep)
    time.now = 3600.0
    for _ in range(15):
        pace.wait()
    assert time.now >= 3600.9


def test_every_call_of_a_client_is_paced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hook is on the event that botocore sends before each request, retries included."""
    waits: list[str] = []
    monkeypatch.setattr(Pace, "wait", lambda _, **told: waits.append(told["event_name"]))
    client = make_offline_client("sso-admin")
    set_pace(client, 5)
    with pytest.raises(EndpointConnectionError):
        client.list_instances()
    assert set(waits) == {"before-send.sso-admin.ListInstances"}
