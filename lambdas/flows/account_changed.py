"""Something may have changed in an account: run the loop over it, keep the outcome, and bring back what is not done."""

import hashlib
from collections.abc import Sequence

from lambdas.core.assignments import Action
from lambdas.core.errors import AlertError, GatehouseError
from lambdas.core.outcomes import Outcome, Report, Result
from lambdas.core.policy import Policy
from lambdas.core.retries import next_wake
from lambdas.core.signals import Scope, Signal, make_wake, merge_scopes
from lambdas.flows.apply import Limits
from lambdas.flows.reconcile import reconcile
from lambdas.ports import Ports

LANE = "accounts"
EVERY_ACCOUNT = "*"


def handle_account_signals(signals: Sequence[Signal], policy: Policy, ports: Ports, limits: Limits) -> Report | None:
    """One loop over everything the signals point at. None when there is nothing, or the loop comes back later."""
    scope = merge_scopes(signals)
    if not scope:
        return None
    try:
        report = reconcile(scope, policy, ports, limits)
    except GatehouseError as error:
        _record_failure(signals, error, ports)
        return None
    _publish(report, ports)
    for signal in signals:
        _record(signal, report, ports)
        _bring_back(signal, _left_over(signal, report), _stuck(report), ports)
    return report


def _left_over(signal: Signal, report: Report) -> Scope:
    """What to look at again: unfinished accounts; all of it when a part could not be read, or not be believed."""
    if report.plan.frozen:
        return signal.scope
    unfinished = report.unfinished()
    return Scope(unfinished if signal.scope.everything else unfinished & signal.scope.accounts)


def _record(signal: Signal, report: Report, ports: Ports) -> None:
    """The outcome for each account that was meant; of a look at all of them, for each where there was something."""
    told = {"signal": signal.kind, "attempt": signal.attempt}
    accounts = report.noteworthy() if signal.scope.everything else signal.scope.accounts
    for account_id in sorted(accounts):
        document = {**told, **report.document(account_id)}
        ports.ledger.record(f"account#{account_id}", signal.event_id, document, ports.clock.now())
    if signal.scope.everything:
        document = {**told, "result": f"looked at {len(report.accounts)} accounts, something in {len(accounts)}"}
        ports.ledger.record(f"account#{EVERY_ACCOUNT}", signal.event_id, document, ports.clock.now())


def _record_failure(signals: Sequence[Signal], error: GatehouseError, ports: Ports) -> None:
    for signal in signals:
        document = {"signal": signal.kind, "attempt": signal.attempt, "result": "unfinished", "problem": str(error)}
        for account_id in sorted(signal.scope.accounts) or [EVERY_ACCOUNT]:
            ports.ledger.record(f"account#{account_id}", signal.event_id, document, ports.clock.now())
        problem = str(error) if isinstance(error, AlertError) else ""
        _bring_back(signal, signal.scope, problem, ports)


def _bring_back(signal: Signal, scope: Scope, stuck: str, ports: Ports) -> None:
    """Wake what is unfinished again. A person is told at once when only a person can help, and after a day."""
    if not scope:
        return
    now = ports.clock.now()
    at = next_wake(signal.attempt, signal.since, now)
    if at is None or (stuck and signal.attempt == 0):
        ports.notifier.alert("Gatehouse cannot finish accounts", _plea(scope, stuck, given_up=at is None))
    if at is not None:
        wake = make_wake(signal.event_id, scope, signal.attempt + 1, signal.since or now.isoformat())
        ports.schedules.wake(LANE, _wake_name(signal, scope), at, wake)


def _plea(scope: Scope, stuck: str, *, given_up: bool) -> str:
    where = ", ".join(sorted(scope.accounts)) or "every account"
    ending = "A day of retries was not enough: nothing more is tried for this event." if given_up else "It is retried."
    return f"Access in {where} is not as the policy says.\n{stuck}\n{ending}\nThe state table has the record."


def _wake_name(signal: Signal, scope: Scope) -> str:
    told = "|".join((signal.event_id, str(signal.attempt + 1), *sorted(scope.accounts)))
    return f"{LANE}-{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def _stuck(report: Report) -> str:
    return "\n".join(sorted({o.detail for o in report.outcomes if o.result is Result.STUCK}))


def _publish(report: Report, ports: Ports) -> None:
    """What was done, for whoever subscribes: one event per account and kind of change."""
    for account in report.accounts:
        for action, detail_type in ((Action.GRANT, "AccessGranted"), (Action.REVOKE, "AccessRevoked")):
            done = [o for o in report.outcomes if _is(o, account.id, action)]
            if done:
                assignments = [report.names.describe(o.change.assignment) for o in done]
                ports.notifier.publish(detail_type, {"account_id": account.id, "assignments": assignments})
    if report.held:
        ports.notifier.publish("PlanHeld", {"because": report.held, "fingerprint": report.plan.fingerprint()})
        ports.notifier.alert("Gatehouse holds a plan", f"Nothing was applied: {report.held}.")


def _is(outcome: Outcome, account_id: str, action: Action) -> bool:
    change = outcome.change
    return outcome.result is Result.DONE and change.assignment.account_id == account_id and change.action is action
