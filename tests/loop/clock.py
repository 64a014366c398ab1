"""A clock that need not be waited for."""

import time
from datetime import UTC, datetime, timedelta

# A look at something that AWS decides later must not come before the sandbox has decided it.
LONGEST_REAL = 0.02


class QuickClock:
    """Sleeps a moment and says that all of it has passed; time goes on from one function to the next."""

    skipped = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + QuickClock.skipped

    def sleep(self, seconds: float) -> None:
        real = min(seconds, LONGEST_REAL)
        time.sleep(real)
        QuickClock.skipped += timedelta(seconds=seconds - real)

    @staticmethod
    def skip_to(moment: datetime) -> None:
        """At least this late."""
        QuickClock.skipped = max(QuickClock.skipped, moment - datetime.now(UTC))
