"""What is counted and timed of the work, as CloudWatch keeps it: from reports and results to measures.

A count of zero is left out: CloudWatch bills a metric for every hour in which it has a value.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from lambdas.core.assignments import Action
from lambdas.core.outcomes import Outcome, Report, Result

NAMESPACE = "Gatehouse"
# One for all functions: a metric of each function would cost more, and say less at a glance.
SERVICE = "gatehouse"


class Name(StrEnum):
    """The metrics. The lanes count what a loop has done, the workers' lane what became of an event."""

    SIGNAL_TO_ACCESS = "SignalToAccess"
    """From AWS's report of an account to the end of the loop that granted access there, in milliseconds."""
    GRANTED = "Granted"
    REVOKED = "Revoked"
    FAILED = "Failed"
    """Changes that AWS refused or did not make: they come back, and end in front of a person."""
    FROZEN = "Frozen"
    """Readings that could not be trusted, so that no revoke rests on them."""
    HELD = "Held"
    """Plans and leavers that wait for a person."""
    QUARANTINED = "Quarantined"
    """Leavers whose offboarding is complete: denied, stripped, proven."""
    UNFINISHED_WORKERS = "UnfinishedWorkers"
    """Events about workers that could not be carried out."""
    CALLS = "Calls"
    """Requests to AWS, repeated ones included."""
    THROTTLES = "Throttles"
    """Those of them that AWS refused because they were too many."""


class Unit(StrEnum):
    """CloudWatch's units."""

    COUNT = "Count"
    MILLISECONDS = "Milliseconds"


class Measure(NamedTuple):
    """One value of one metric."""

    name: Name
    value: float
    unit: Unit = Unit.COUNT


def measure_reports(reports: Iterable[Report], now: datetime) -> tuple[Measure, ...]:
    """What these loops have done; `now` is their end."""
    found: list[Measure] = []
    for report in reports:
        found += _count(
            {
                Name.GRANTED: _sum(report, Action.GRANT, Result.DONE),
                Name.REVOKED: _sum(report, Action.REVOKE, Result.DONE),
                Name.FAILED: sum(outcome.result in (Result.FAILED, Result.STUCK) for outcome in report.outcomes),
                Name.FROZEN: len(report.plan.frozen),
                Name.HELD: int(bool(report.held)),
            }
        )
        found += _waits(report, now)
    return tuple(found)


def measure_workers(results: Iterable[str]) -> tuple[Measure, ...]:
    """What became of events about workers, by the first word of what `handle_worker_signal` says of each."""
    words = [result.partition(":")[0] for result in results]
    return tuple(
        _count(
            {
                Name.QUARANTINED: words.count("offboarded"),
                Name.HELD: words.count("held"),
                Name.UNFINISHED_WORKERS: words.count("unfinished"),
            }
        )
    )


def measure_calls(calls: int, throttles: int) -> tuple[Measure, ...]:
    """How much was asked of AWS."""
    return tuple(_count({Name.CALLS: calls, Name.THROTTLES: throttles}))


def _count(counts: dict[Name, int]) -> Iterator[Measure]:
    return (Measure(name, count) for name, count in counts.items() if count)


def _sum(report: Report, action: Action, result: Result) -> int:
    return sum(outcome.result is result and outcome.change.action is action for outcome in report.outcomes)


def _waits(report: Report, now: datetime) -> Iterator[Measure]:
    """One for each signal about accounts in which access was granted. A repeated one counts from its first time."""
    granted = {o.change.assignment.account_id for o in report.outcomes if _is_grant(o)}
    for signal in report.signals:
        since = _parse(signal.since)
        if since is not None and not signal.scope.is_wide and granted & signal.scope.account_ids:
            milliseconds = (now - since) / timedelta(milliseconds=1)
            yield Measure(Name.SIGNAL_TO_ACCESS, max(0.0, milliseconds), Unit.MILLISECONDS)


def _is_grant(outcome: Outcome) -> bool:
    return outcome.result is Result.DONE and outcome.change.action is Action.GRANT


def _parse(text: str) -> datetime | None:
    """The time of a signal; None where its event has none that can be compared."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
