"""One loop over what some signals point at: run it, tell of it, record it, remember it, and bring back what is open."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from lambdas.core.errors import AlertError, GatehouseError
from lambdas.core.held import parse_approval
from lambdas.core.outcomes import Report, Result
from lambdas.core.policy import Policy
from lambdas.core.records import make_record
from lambdas.core.retries import next_wake
from lambdas.core.scopes import Scope, merge_scopes
from lambdas.core.signals import Signal, make_wake
from lambdas.flows.apply import Limits
from lambdas.flows.holding import hold, settle
from lambdas.flows.recalling import remember
from lambdas.flows.reconcile import reconcile
from lambdas.flows.telling import tell
from lambdas.ports import Ports

EVERY_ACCOUNT = "*"


def run_loops(signals: Sequence[Signal], policy: Policy, ports: Ports, limits: Limits, lane: str) -> tuple[Report, ...]:
    """One loop for each approved plan, since that is itself and no other; then one for everything else together.

    The report of each; a loop that could not be run has none, and comes back later.
    """
    approved = [[signal] for signal in signals if signal.approved]
    rest = [signal for signal in signals if not signal.approved]
    reports = (run_loop(together, policy, ports, limits, lane) for together in (*approved, rest) if together)
    return tuple(report for report in reports if report is not None)


def run_loop(signals: Sequence[Signal], policy: Policy, ports: Ports, limits: Limits, lane: str) -> Report | None:
    """One loop for all of them. None when it could not be run, and comes back later."""
    scope, held_id = merge_scopes(signal.scope for signal in signals), signals[0].approved
    try:
        approval = parse_approval(ports.held.find_held(held_id) if held_id else None)
        report = replace(reconcile(scope, policy, ports, limits, approval), signals=tuple(signals))
    except GatehouseError as error:
        _record_failure(signals, error, ports, lane)
        return None
    tell(report, ports)
    hold(report, scope, lane, ports)
    settle(report, held_id, ports)
    for signal in signals:
        _record(signal, report, ports)
        _go_on(signal, report, ports, lane)
    remember(report, ports)
    return report


def _go_on(signal: Signal, report: Report, ports: Ports, lane: str) -> None:
    """What time did not allow goes on at once, as long as it gets anywhere; the rest comes back after a delay."""
    open_accounts = report.unfinished() & _accounts(signal, report)
    if report.has_progressed and (later := report.postponed() & open_accounts):
        scope = signal.scope if signal.scope.is_wide else replace(signal.scope, accounts=later, places=frozenset())
        goes_on = replace(signal, scope=replace(scope, requested=report.requested()), since=_since(signal, ports))
        ports.lanes.send(lane, make_wake(_next(goes_on, report)))
        open_accounts -= later
    bring_back(signal, _left_over(signal, report, open_accounts), _stuck(report), ports, lane)


def _next(signal: Signal, report: Report) -> Signal:
    """Under an id of its own: a lane drops a message that is equal to one of the last five minutes."""
    told = f"{signal.event_id}|{report.plan.fingerprint()}"
    return replace(
        signal, event_id=f"{signal.event_id.partition('+')[0]}+{hashlib.sha256(told.encode()).hexdigest()[:8]}"
    )


def _accounts(signal: Signal, report: Report) -> frozenset[str]:
    return report.unfinished() if signal.scope.is_wide else signal.scope.account_ids


def _left_over(signal: Signal, report: Report, open_accounts: frozenset[str]) -> Scope:
    """What to look at again: unfinished accounts; all of it when a part could not be read, or not be believed."""
    if report.plan.frozen:
        return replace(signal.scope, requested=frozenset(), retagged=frozenset())
    return Scope(open_accounts, deep=signal.scope.deep)


def _since(signal: Signal, ports: Ports) -> str:
    return signal.since or ports.clock.now().isoformat()


def _record(signal: Signal, report: Report, ports: Ports) -> None:
    """The outcome for each account that was meant; of a wide look, for each where there was something."""
    told = {"signal": signal.kind, "attempt": signal.attempt}
    is_broad = signal.scope.is_wide or signal.scope.deep
    accounts = report.noteworthy() | report.gone if is_broad else signal.scope.account_ids
    for account_id in sorted(accounts):
        record = {**told, **make_record(report, account_id)}
        ports.ledger.record(f"account#{account_id}", signal.event_id, record, ports.clock.now())
    if signal.scope.is_wide:
        found = {"findings": list(report.plan.findings), "frozen": list(report.plan.frozen)}
        document = {**told, "result": _wide_result(report, len(accounts)), **found}
        ports.ledger.record(f"account#{EVERY_ACCOUNT}", signal.event_id, document, ports.clock.now())


def _wide_result(report: Report, noteworthy: int) -> str:
    """What was not read, or not believed, was not looked at: that is not done."""
    if report.held:
        return f"held: {report.held}"
    looked = f"looked at {len(report.accounts)} accounts, something in {noteworthy}"
    return f"unfinished: {looked}, and not everything could be read" if report.plan.frozen else looked


def _record_failure(signals: Sequence[Signal], error: GatehouseError, ports: Ports, lane: str) -> None:
    for signal in signals:
        document = {"signal": signal.kind, "attempt": signal.attempt, "result": "unfinished", "problem": str(error)}
        for account_id in sorted(signal.scope.account_ids) or [EVERY_ACCOUNT]:
            ports.ledger.record(f"account#{account_id}", signal.event_id, document, ports.clock.now())
        problem = str(error) if isinstance(error, AlertError) else ""
        bring_back(signal, signal.scope, problem, ports, lane)


def bring_back(signal: Signal, scope: Scope, stuck: str, ports: Ports, lane: str) -> None:
    """Wake what is unfinished again. A person is told at once when only a person can help, and after a day."""
    if not scope:
        return
    now = ports.clock.now()
    at = next_wake(signal.attempt, signal.since, now)
    if at is None or (stuck and signal.attempt == 0):
        ports.notifier.alert("Gatehouse cannot finish accounts", _plea(scope, stuck, given_up=at is None))
    if at is not None:
        wake = replace(signal, scope=scope, attempt=signal.attempt + 1, since=_since(signal, ports))
        ports.schedules.wake(lane, _wake_name(wake, lane), at, make_wake(wake))


def _plea(scope: Scope, stuck: str, *, given_up: bool) -> str:
    where = ", ".join(sorted(scope.account_ids)) or "every account"
    ending = "A day of retries was not enough: nothing more is tried for this event." if given_up else "It is retried."
    return f"Access in {where} is not as the policy says.\n{stuck}\n{ending}\nThe state table has the record."


def _wake_name(signal: Signal, lane: str) -> str:
    told = "|".join((signal.event_id, str(signal.attempt), *sorted(signal.scope.account_ids)))
    return f"{lane}-{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def _stuck(report: Report) -> str:
    return "\n".join(sorted({o.detail for o in report.outcomes if o.result is Result.STUCK}))
