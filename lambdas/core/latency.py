"""How long AWS takes to decide a request, learned by looking, and so when to look again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

# Before anything is known: a look too early costs a call, a look too late costs everybody's time.
FIRST_GUESS = timedelta(seconds=0.5)
# How much one decision counts against what was learned before.
WEIGHT = 0.25
# A look costs a call: it is worth one when a sixth of what is outstanding is expected to be decided.
PART = 6
FIRST_PAUSE = 0.25
LONGEST_PAUSE = 10.0


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
        """When a sixth of the requests that were made at these times, or the first of a few, should be decided."""
        made = sorted(requested)
        return made[(len(made) - 1) // PART] + self.mean


@dataclass(slots=True)
class Pause:
    """How many seconds to leave AWS alone after a look or a try; longer as long as they are in vain."""

    seconds: float = FIRST_PAUSE

    def learn(self, *, in_vain: bool) -> None:
        """With the last one."""
        self.seconds = min(self.seconds * 1.5, LONGEST_PAUSE) if in_vain else FIRST_PAUSE

    def end(self, now: datetime) -> datetime:
        """When it is over, if it begins now."""
        return now + timedelta(seconds=self.seconds)
