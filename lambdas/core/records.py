"""The record of one account after one loop, as the state table keeps it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from lambdas.core.accounts import AccountState
from lambdas.core.assignments import Action
from lambdas.core.outcomes import Outcome, Report, Result


def make_record(report: Report, account_id: str) -> dict[str, Any]:
    """What was done in this account, what is left, and why."""
    outcomes = [o for o in report.outcomes if o.change.assignment.account_id == account_id]
    names, plan = report.names, report.plan
    return {
        "result": _result(report, account_id, outcomes),
        "granted": [_line(report, o) for o in outcomes if _is(o, Action.GRANT)],
        "revoked": [_line(report, o) for o in outcomes if _is(o, Action.REVOKE)],
        "unfinished": [_line(report, o) for o in outcomes if o.result is not Result.DONE],
        "withheld": [
            {"assignment": names.describe(w.change.assignment), "because": w.because}
            for w in plan.withheld
            if w.change.assignment.account_id == account_id
        ],
        "drift": [
            f"{c.action} {names.describe(c.assignment)}"
            for c in report.reviewed.drift
            if c.assignment.account_id == account_id
        ],
        "unmanaged": [names.describe(a) for a in plan.unmanaged if a.account_id == account_id],
        "findings": list(plan.findings),
    }


def _result(report: Report, account_id: str, outcomes: list[Outcome]) -> str:
    if account_id in report.gone:
        return "account no longer exists"
    state = next((a.state for a in report.accounts if a.id == account_id), AccountState.UNKNOWN)
    if state is not AccountState.ACTIVE:
        return f"account is {state}: not written to"
    if report.held:
        return f"held: {report.held}"
    if account_id in report.doubted():
        return "not believed: looked at again"
    if any(o.result is not Result.DONE for o in outcomes):
        return "unfinished"
    return "changed" if outcomes else "nothing to do"


def _line(report: Report, outcome: Outcome) -> dict[str, Any]:
    line: dict[str, Any] = {
        "assignment": report.names.describe(outcome.change.assignment),
        "reasons": list(outcome.change.reasons),
    }
    return {**line, "detail": outcome.detail} if outcome.detail else line


def _is(outcome: Outcome, action: Action) -> bool:
    return outcome.result is Result.DONE and outcome.change.action is action


def make_summary(reports: Iterable[Report]) -> dict[str, dict[str, Any]]:
    """Account id -> record, for the log: of the accounts where there was anything, and without the names of people."""
    return {
        account_id: make_record(_without_people(report), account_id)
        for report in reports
        for account_id in report.noteworthy()
    }


def _without_people(report: Report) -> Report:
    names = replace(report.names, users_by_id=True)
    return replace(report, reviewed=replace(report.reviewed, names=names))
