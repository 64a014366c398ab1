"""Token buckets: AWS's request quotas."""

import time
from collections.abc import Callable

from sandbox.emulator.identity.wire.errors import AwsError


class TokenBucket:
    """Refilled at `rate` tokens a second up to `burst`; both are asked each time, so they may change while it runs."""

    def __init__(
        self,
        rate: Callable[[], float],
        burst: Callable[[], float],
        clock: Callable[[], float] = time.monotonic,
        *,
        refusal: tuple[str, str] = ("ThrottlingException", "Rate exceeded"),
    ) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._refusal = refusal
        self._tokens = burst()
        self._filled_at = clock()

    def take(self) -> None:
        """Spend one token; none left raises the refusal: its code and message."""
        now = self._clock()
        self._tokens = min(self._burst(), self._tokens + (now - self._filled_at) * self._rate())
        self._filled_at = now
        if self._tokens < 1:
            raise AwsError(*self._refusal)
        self._tokens -= 1
