"""The deep audit: account by account, slowly, it finds what no managed principal explains, and orphans.

A sweep reads what the managed principals hold; access of others it cannot see. The audit reads every assignment of
every account, which takes hours in a large organization: it stops when its time is up and goes on in a new message.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lambdas.core.accounts import AccountState
from lambdas.core.errors import GatehouseError
from lambdas.core.outcomes import Report
from lambdas.core.policy import Policy
from lambdas.core.scopes import Scope
from lambdas.core.signals import AUDIT_DUE, Signal, make_wake
from lambdas.flows.apply import Limits
from lambdas.flows.looping import EVERY_ACCOUNT, bring_back, run_loops
from lambdas.ports import Ports

LANE = "audit"
# Accounts in one loop: each loop reads the names of the policy once.
TOGETHER = 10


@dataclass(frozen=True)
class Audited:
    """How far the audit came, in a few words, and the reports of its loops."""

    result: str
    reports: tuple[Report, ...] = ()


def handle_audit_signals(signals: Sequence[Signal], policy: Policy, ports: Ports, limits: Limits) -> Audited:
    """What a loop of the audit could not finish comes back on this lane by itself."""
    brought_back = [signal for signal in signals if signal.kind != AUDIT_DUE or signal.scope.accounts]
    reports = run_loops(brought_back, policy, ports, limits, LANE)
    audits = [signal for signal in signals if signal.kind == AUDIT_DUE and not signal.scope.accounts]
    # Two audits at once would find the same: the one that has come furthest is the one that began first.
    if not audits:
        return Audited("brought back", reports)
    audited = _audit(max(audits, key=lambda signal: signal.after), policy, ports, limits)
    return replace(audited, reports=(*reports, *audited.reports))


def _audit(signal: Signal, policy: Policy, ports: Ports, limits: Limits) -> Audited:
    try:
        account_ids = _list_account_ids(signal.after, ports)
    except GatehouseError as error:
        bring_back(signal, signal.scope, "", ports, LANE)
        return Audited(_record(signal, f"unfinished: {error}", ports))
    after, reports = signal.after, list[Report]()
    for together in _chunks(account_ids):
        if ports.clock.now() >= limits.deadline:
            ports.lanes.send(LANE, make_wake(replace(signal, event_id=f"{signal.event_id}+", after=after)))
            return Audited(_record(signal, f"audited up to {after}, goes on", ports), tuple(reports))
        part = replace(signal, scope=Scope(frozenset(together), deep=True))
        reports += run_loops([part], policy, ports, limits, LANE)
        after = together[-1]
        _record(signal, f"audited up to {after}", ports)
    return Audited(_record(signal, "every account audited", ports), tuple(reports))


def _list_account_ids(after: str, ports: Ports) -> list[str]:
    accounts = ports.organization.list_accounts()
    return sorted(a.id for a in accounts if a.state is AccountState.ACTIVE and a.id > after)


def _chunks(account_ids: Sequence[str]) -> Iterator[list[str]]:
    left = iter(account_ids)
    while together := list(islice(left, TOGETHER)):
        yield together


def _record(signal: Signal, result: str, ports: Ports) -> str:
    document = {"signal": signal.kind, "attempt": signal.attempt, "result": result}
    ports.ledger.record(f"account#{EVERY_ACCOUNT}", signal.event_id, document, ports.clock.now())
    return result
