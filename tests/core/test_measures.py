"""The metrics: what is counted and timed of a loop, of workers and of calls."""

from datetime import UTC, datetime, timedelta

import pytest

from lambdas.core.accounts import Account
from lambdas.core.assignments import Action, Assignment, PrincipalType
from lambdas.core.measures import Measure, Name, Unit, measure_calls, measure_reports, measure_workers
from lambdas.core.outcomes import Outcome, Report, Result
from lambdas.core.plan import Change, Plan
from lambdas.core.review import Readings, Reviewed
from lambdas.core.scopes import Scope
from lambdas.core.signals import Signal

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DEV, PROD = "111111111111", "222222222222"


def outcome(action: Action, result: Result, account_id: str = DEV) -> Outcome:
    return Outcome(Change(action, Assignment(account_id, "ps-1", PrincipalType.GROUP, "g-1"), ("rule 1",)), result)


def report(*outcomes: Outcome, signals=(), held: str = "", frozen: tuple[str, ...] = ()) -> Report:
    plan = Plan(tuple(o.change for o in outcomes), frozen=frozen)
    return Report(Reviewed(plan, held, read=Readings((Account(DEV, "dev"),))), outcomes, tuple(signals))


def signal(since: str, *accounts: str, everything: bool = False) -> Signal:
    return Signal("CreateAccountResult", Scope(frozenset(accounts), everything=everything), "e-1", since)


def counts(*reports: Report) -> dict[str, float]:
    found = measure_reports(reports, NOW)
    return {measure.name.value: measure.value for measure in found if measure.unit is Unit.COUNT}


def test_changes_are_counted_by_what_became_of_them():
    """Done grants and revokes each, failed ones together; what comes later is none of them, and zero is not written."""
    found = report(
        outcome(Action.GRANT, Result.DONE),
        outcome(Action.GRANT, Result.LATER),
        outcome(Action.REVOKE, Result.DONE),
        outcome(Action.REVOKE, Result.DONE, PROD),
        outcome(Action.GRANT, Result.FAILED),
        outcome(Action.REVOKE, Result.STUCK),
    )
    assert counts(found) == {"Granted": 1, "Revoked": 2, "Failed": 2}


def test_what_waits_is_counted():
    """A held plan, and each reading that was not trusted."""
    assert counts(report(held="too many"), report(frozen=("group X", "group Y"))) == {"Held": 1, "Frozen": 2}


@pytest.mark.parametrize(
    ("since", "waited"),
    [
        ((NOW - timedelta(seconds=3)).isoformat(), [3000]),
        ("2026-05-04T11:59:58.5Z", [1500]),
        ((NOW + timedelta(seconds=2)).isoformat(), [0]),
        ("", []),
        ("yesterday", []),
        ("2026-05-04T11:00:00", []),
    ],
)
def test_time_from_signal_to_access(since, waited):
    """From the event's time to the end of the loop; never below zero, and nothing where no time can be read."""
    found = measure_reports([report(outcome(Action.GRANT, Result.DONE), signals=[signal(since, DEV)])], NOW)
    assert [m.value for m in found if m.name is Name.SIGNAL_TO_ACCESS] == waited


def test_only_who_got_access_has_waited():
    """A signal whose account got nothing has no time; each of two for one account has its own; a sweep has none."""
    since = (NOW - timedelta(seconds=1)).isoformat()
    signals = [signal(since, DEV), signal(since, DEV), signal(since, PROD), signal(since, everything=True)]
    found = measure_reports([report(outcome(Action.GRANT, Result.DONE), signals=signals)], NOW)
    assert [m for m in found if m.unit is Unit.MILLISECONDS] == 2 * [
        Measure(Name.SIGNAL_TO_ACCESS, 1000, Unit.MILLISECONDS)
    ]


def test_workers():
    """Leavers that are through, held, or not done; nothing else of a worker is counted."""
    results = ["offboarded", "offboarded", "held: 12ab", "unfinished: denied", "already offboarded", "nothing to do: x"]
    assert measure_workers(results) == (
        Measure(Name.QUARANTINED, 2),
        Measure(Name.HELD, 1),
        Measure(Name.UNFINISHED_WORKERS, 1),
    )


def test_calls():
    """Calls and throttles; where there were none, nothing."""
    assert measure_calls(7, 1) == (Measure(Name.CALLS, 7), Measure(Name.THROTTLES, 1))
    assert measure_calls(0, 0) == ()
