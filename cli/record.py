"""The record of what was changed from here: one line of JSON for each change, written as it is decided."""

import json
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from lambdas.core.assignments import Names
from lambdas.core.outcomes import Outcome
from lambdas.core.plan_forms import make_change
from lambdas.ports import Clock


class Record:
    """A JSON Lines file in the current folder. Open it before the first change: no record, no change."""

    def __init__(self, clock: Clock, names: Names, fingerprint: str) -> None:
        self._clock, self._names, self._fingerprint = clock, names, fingerprint
        self.path = Path(_name(clock.now()))

    def __enter__(self) -> Self:
        self._file = self.path.open("a", encoding="utf-8")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def keep(self, outcome: Outcome) -> None:
        """Write one outcome, whole, at once: what comes after it may be interrupted."""
        made = make_outcome(outcome, self._names)
        line = {"at": self._clock.now().isoformat(), "fingerprint": self._fingerprint, **made}
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()


def make_outcome(outcome: Outcome, names: Names) -> dict[str, object]:
    """What became of one change."""
    return {"result": str(outcome.result), "detail": outcome.detail, **make_change(outcome.change, names)}


def _name(now: datetime) -> str:
    return f"gatehouse-changes-{now:%Y%m%dT%H%M%SZ}.jsonl"
