"""A look at the whole organization, or at some principals wherever they are: nightly, after a deploy, on demand."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from lambdas.core.assignments import Principal, PrincipalType
from lambdas.core.errors import GatehouseError
from lambdas.core.outcomes import Report
from lambdas.core.policy import Policy, PolicyException
from lambdas.core.scopes import Scope
from lambdas.core.signals import EXCEPTION_ENDS, Signal, make_wake
from lambdas.flows.apply import Limits
from lambdas.flows.holding import expire
from lambdas.flows.looping import EVERY_ACCOUNT, bring_back, run_loops
from lambdas.flows.narrowing import narrow
from lambdas.flows.waiting import send_overdue
from lambdas.ports import Ports

LANE = "sweep"


def handle_sweep_signals(signals: Sequence[Signal], policy: Policy, ports: Ports, limits: Limits) -> tuple[Report, ...]:
    """The reports of the loops that could be run."""
    narrowed = [found for signal in signals if (found := _narrow(signal, policy, ports))]
    reports = run_loops(narrowed, policy, ports, limits, LANE)
    for report in reports:
        if report.reviewed.read.whole:
            make_appointments(policy, report, ports)
    if any(signal.scope.everything for signal in signals):
        expire(ports)
        send_overdue(ports)
    return reports


def _narrow(signal: Signal, policy: Policy, ports: Ports) -> Signal | None:
    """The signal with what concerns the policy; one that does not concern it at all is recorded, and ends here."""
    if signal.attempt or signal.kind == EXCEPTION_ENDS:
        return signal
    try:
        scope = narrow(signal.scope, policy, ports)
    except GatehouseError as error:
        _record(signal, f"unfinished: {error}", ports)
        bring_back(signal, signal.scope, "", ports, LANE)
        return None
    if not scope:
        _record(signal, "nothing to do: no rule is about it", ports)
        return None
    return replace(signal, scope=scope)


def _record(signal: Signal, result: str, ports: Ports) -> None:
    document = {"signal": signal.kind, "attempt": signal.attempt, "result": result}
    ports.ledger.record(f"account#{EVERY_ACCOUNT}", signal.event_id, document, ports.clock.now())


def make_appointments(policy: Policy, report: Report, ports: Ports) -> None:
    """An exception ends at its minute: the sweep lane is woken then, to look at its user. Made again it is the same."""
    now, users = ports.clock.now(), report.reviewed.read.known.users
    for exception in policy.exceptions:
        if exception.ends_at() > now and exception.user in users:
            _wake_at_end(exception, Principal(PrincipalType.USER, users[exception.user]), ports)


def _wake_at_end(exception: PolicyException, user: Principal, ports: Ports) -> None:
    ends = exception.ends_at()
    told = f"{user.id}|{ends.isoformat()}"
    name = f"exception-{hashlib.sha256(told.encode()).hexdigest()[:32]}"
    signal = Signal(EXCEPTION_ENDS, Scope(principals=frozenset({user})), name, ends.isoformat())
    ports.schedules.wake(LANE, name, ends, make_wake(signal))
