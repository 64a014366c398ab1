"""Keeps a client below so many calls a second: a quota that all callers share is better not met than apologised for."""

import time
from collections.abc import Callable
from typing import Any


class Pace:
    """A token bucket that waits: `per_second` calls each second, and half as many at once after a rest."""

    def __init__(
        self,
        per_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._rate, self._clock, self._sleep = per_second, clock, sleep
        self._tokens, self._at = per_second / 2, clock()

    def wait(self, **_: Any) -> None:
        """Return when the next call may be made."""
        now = self._clock()
        self._tokens = min(self._rate / 2, self._tokens + (now - self._at) * self._rate)
        self._at = now
        self._tokens -= 1
        if self._tokens < 0:
            self._sleep(-self._tokens / self._rate)


def set_pace(client: Any, per_second: float) -> None:
    """Slow the client down, every retry of botocore's included."""
    client.meta.events.register(
        f"before-send.{client.meta.service_model.service_id.hyphenize()}", Pace(per_second).wait
    )
