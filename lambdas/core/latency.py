"""How long AWS takes to decide a request, learned by looking, and so when to look again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

# Before anything is known: the shortest that has been seen.
FIRST_GUESS = timedelta(seconds=0.5)
# How much one decision counts against what was learned before.
WEIGHT = 0.25
# A look costs a call: it is worth one when this part of what is outstanding is expected to be decided.
PART = 4


@dataclass(frozen=True, slots=True)
class Latency:
    """The mean time from a request to AWS's decision."""

    mean: timedelta = FIRST_GUESS
    is_learned: bool = False

    def learn(self, seen_open: timedelta, seen_decided: timedelta) -> "Latency":
        """With one more decision: it fell between the last look that saw it open and the first that saw it decided.

        Both count from the request. One that no look saw open says only that the mean is not above `seen_decided`.
        """
        sample = (seen_open + seen_decided) / 2 if seen_open else min(self.mean, seen_decided)
        if not self.is_learned:
            return Latency(sample, bool(seen_open))
        return Latency(self.mean + (sample - self.mean) * WEIGHT, True)

    def next_look(self, requested: Iterable[datetime]) -> datetime:
        """When a quarter of the requests that were made at these times (at least one) should be decided."""
        made = sorted(requested)
        return made[(len(made) - 1) // PART] + self.mean
