"""Plans that wait for a person: kept and announced once, approved, applied, or expired."""

from collections.abc import Mapping
from typing import Any

from lambdas.core.approval import NOT_APPROVED
from lambdas.core.errors import RejectError
from lambdas.core.held import LEAVERS, HeldStatus, Hold, ask_text, is_approvable, is_expired, is_open, parse_approval
from lambdas.core.outcomes import Report
from lambdas.core.scopes import Scope
from lambdas.core.signals import PLAN_APPROVED, Signal, make_wake
from lambdas.ports import Ports


def hold(report: Report, scope: Scope, lane: str, ports: Ports) -> None:
    """Keep a held plan and ask people. The same plan, while it waits or is being applied, is asked once."""
    if not report.held:
        return
    now = ports.clock.now()
    asked = Hold(report.plan, report.names, report.held, lane, scope)
    if is_open(ports.held.find_held(asked.id), now):
        return
    ports.notifier.alert(*ask_text(asked))
    document = asked.to_document(now)
    event = {name: document[name] for name in ("id", "fingerprint", "because", "grants", "revokes", "expires_at")}
    ports.notifier.publish("PlanHeld", event)
    ports.held.save_held(asked.id, document)


def approve(held_id: str, by: str, ports: Ports) -> None:
    """Mark what is held as approved, and send it to its lane.

    A plan is applied there if the same plan still comes out; leavers are offboarded, each by its own event. Approved
    again before it has begun, it is sent again. Raises RejectError for what is not there, or has ended.
    """
    now, document = ports.clock.now(), ports.held.find_held(held_id)
    if document is None:
        raise RejectError(f"no held plan {held_id}: `gatehouse held` lists them")
    if not is_approvable(document, now):
        state = HeldStatus.EXPIRED if is_expired(document, now) else document["status"]
        raise RejectError(f"{held_id} is {state}, and can no longer be approved")
    approved = {**document, "status": str(HeldStatus.APPROVED), "approved_by": by, "approved_at": now.isoformat()}
    ports.held.save_held(held_id, approved)
    if document["kind"] == LEAVERS:
        _release_leavers(approved, ports)
    else:
        ports.lanes.send(document["lane"], make_wake(make_approval(approved)))


def _release_leavers(document: Mapping[str, Any], ports: Ports) -> None:
    for event in ports.held.list_events(document["id"]):
        ports.lanes.send("workers", event)
    _mark(document, HeldStatus.APPLIED, ports)


def make_approval(document: Mapping[str, Any]) -> Signal:
    """The signal that brings an approved plan back to its lane."""
    scope, at = Scope.parse(document["scope"]), document["approved_at"]
    return Signal(PLAN_APPROVED, scope, f"approval-{document['id']}-{at}", at, approved=document["id"])


def settle(report: Report, held_id: str, ports: Ports) -> None:
    """Note what became of an approved plan: applied, in part or whole, or not, because another one came out."""
    document = ports.held.find_held(held_id) if held_id else None
    approval = parse_approval(document)
    if document is None or approval == NOT_APPROVED:  # it has ended: what comes back of it is a loop like any other
        return
    if not approval.covers(report.plan):
        _mark(document, HeldStatus.CHANGED, ports)
        ports.notifier.publish("PlanChanged", {"id": held_id, "fingerprint": report.plan.fingerprint()})
    else:
        _mark(document, HeldStatus.APPLYING if report.postponed() else HeldStatus.APPLIED, ports)


def expire(ports: Ports) -> None:
    """What nobody has decided in time is no longer asked."""
    now = ports.clock.now()
    for document in ports.held.list_held():
        if document["status"] == HeldStatus.WAITING and is_expired(document, now):
            _mark(document, HeldStatus.EXPIRED, ports)
            ports.notifier.publish("PlanExpired", {"id": document["id"], "because": document["because"]})


def _mark(document: Mapping[str, Any], status: HeldStatus, ports: Ports) -> None:
    ended = ports.clock.now().isoformat()
    ports.held.save_held(document["id"], {**document, "status": str(status), "ended_at": ended})
