"""What must happen again and again: the nightly sweep, and the drill of the alarm."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cli.doctor.check import Check, fine, problem, warning

# A night and some patience.
SWEEP_WITHIN = timedelta(hours=26)
DRILL_PATIENCE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Run:
    """When something was last done, and what became of it."""

    at: datetime
    result: str


@dataclass(frozen=True, slots=True)
class RunFacts:
    """None for what was never done."""

    now: datetime
    drill_every: timedelta
    sweep: Run | None = None
    drill: Run | None = None


def check_runs(found: RunFacts) -> Iterator[Check]:
    """The last sweep and the last drill."""
    yield _check_sweep(found)
    yield _check_drill(found)


def _check_sweep(found: RunFacts) -> Check:
    sweep = found.sweep
    if sweep is None or found.now - sweep.at > SWEEP_WITHIN:
        return problem(
            "last sweep",
            f"was {_ago(found.now - sweep.at)} ago" if sweep else "no sweep is recorded",
            "state table, account#*",
            next_step="gatehouse sweep; if none is recorded then, look at the log of the function and its queue",
        )
    if sweep.result.startswith("unfinished"):
        return warning(
            "last sweep", sweep.result, _time(sweep.at), next_step="it comes back by itself; the record says why"
        )
    return fine("last sweep", sweep.result, _time(sweep.at))


def _check_drill(found: RunFacts) -> Check:
    drill, step = found.drill, "run a drill of the alarm, and see that its message arrives"
    if drill is None:
        return warning("last drill", "the path of the alarm was never tested", "state table, drill", next_step=step)
    if found.now - drill.at > found.drill_every + DRILL_PATIENCE:
        what = f"was {_ago(found.now - drill.at)} ago, and is due every {_ago(found.drill_every)}"
        return problem("last drill", what, _time(drill.at), next_step=step)
    if "fail" in drill.result.casefold():
        return problem("last drill", drill.result, _time(drill.at), next_step="mend what it found, then repeat it")
    return fine("last drill", drill.result or "done", _time(drill.at))


def _ago(time: timedelta) -> str:
    return f"{time.days} days" if time.days else f"{time.seconds // 3600} hours"


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
