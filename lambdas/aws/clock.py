"""The time of this machine."""

import time
from datetime import UTC, datetime


class SystemClock:
    """Clock of the operating system."""

    def now(self) -> datetime:
        """The current time in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)
