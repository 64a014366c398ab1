"""What a signal of the workers lane asks for: joiner, mover or leaver; and what is kept of it."""

from dataclasses import replace
from typing import Any

from lambdas.core.certificates import make_leaving
from lambdas.core.errors import GatehouseError
from lambdas.core.policy import Policy
from lambdas.core.workers import (
    Decision,
    DirectorySignal,
    Employ,
    Leave,
    Signal,
    WaitingSignal,
    Worker,
    WorkerEvent,
    WorkerSignal,
    decide,
    join_records,
    keys_of,
    parse_pointer,
)
from lambdas.flows.apply import Limits
from lambdas.flows.join import employ
from lambdas.flows.offboard_disabled import handle_directory_signal
from lambdas.flows.offboard_leaver import hold_back, offboard_leaver
from lambdas.flows.release import handle_release
from lambdas.flows.waiting import handle_waiting_signal
from lambdas.flows.worker_changed_case import OF_ALL, Case, unfinished
from lambdas.ports import Ports


def handle_worker_signal(signal: Signal, policy: Policy, ports: Ports, limits: Limits) -> str:
    """What became of the signal, in a few words; the same words stand in the record."""
    if isinstance(signal, WorkerSignal):
        return _handle_event(signal, policy, ports, limits)
    if isinstance(signal, DirectorySignal):
        return handle_directory_signal(signal, policy, ports, limits)
    if isinstance(signal, WaitingSignal):
        return handle_waiting_signal(signal, ports)
    return handle_release(signal, policy, ports)


def _handle_event(signal: WorkerSignal, policy: Policy, ports: Ports, limits: Limits) -> str:
    now = ports.clock.now()
    signal = signal if signal.since else replace(signal, since=now.isoformat())
    case, event = read_case(signal, ports), signal.event
    decision = decide(case.worker, event, now)
    case.worker = decision.worker
    try:
        result = _carry_out(decision, case, policy, ports, limits)
    except GatehouseError as error:
        result = unfinished(case, str(error), ports)
    document = {"event": str(event.type), "email": event.data.email, "attempt": signal.attempt, "result": result}
    case.save(f"worker#{event.data.worker_id or event.data.email}", document, ports)
    return result


def read_case(signal: WorkerSignal, ports: Ports) -> Case:
    """Everything that is known, in one reading; in two where only an e-mail address leads to the worker."""
    keys = keys_of(signal.event)
    found = ports.ledger.find_documents([*keys, *OF_ALL])
    targets = {parse_pointer(found.get(key)) for key in keys} - {None, *keys}
    more: dict[str, Any] = ports.ledger.find_documents([key for key in targets if key]) if targets else {}
    records = [_parse_record(found.get(key), {**found, **more}) for key in keys]
    by_id = records[0] if signal.event.data.worker_id else None
    return Case.of(signal, join_records(by_id, records[-1], signal.event), found)


def _parse_record(document: dict[str, Any] | None, known: dict[str, Any]) -> Worker | None:
    target = parse_pointer(document)
    record = known.get(target) if target else document
    return Worker.model_validate(record) if record else None


def _carry_out(decision: Decision, case: Case, policy: Policy, ports: Ports, limits: Limits) -> str:
    waits = ""
    if decision.waits_until is not None:
        case.wait(decision.waits_until, ports)
        waits = f"waits until {decision.waits_until:%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(decision.due, Leave):
        return _leave(decision.due.event, case, policy, ports, limits)
    if isinstance(decision.due, Employ):
        return "; ".join(filter(None, (waits, employ(case, decision.due, policy, ports))))
    return waits or f"nothing to do: {decision.due.because}"


def _leave(event: WorkerEvent, case: Case, policy: Policy, ports: Ports, limits: Limits) -> str:
    before = case.worker.offboarding
    if before is not None and before.done and before.event_id == event.id:
        return "already offboarded"
    if held := hold_back(case, case.worker.key, policy, ports):
        return held
    user_id = find_leaver(case.worker, event, ports)
    if user_id is not None:
        return offboard_leaver(case, make_leaving(event, user_id), policy, ports, limits)
    return "already offboarded" if before is not None and before.done else _unknown(event, ports)


def find_leaver(worker: Worker, event: WorkerEvent, ports: Ports) -> str | None:
    """The id of the leaver's user: the one an interrupted run has begun with, the one known, or else by the address.

    A user who is known and exists no more is a leaver's too: what is left of it is removed by its id.
    """
    before = worker.offboarding
    if before is not None and not before.done and before.event_id == event.id:
        return before.user_id
    if worker.user_id and ports.store.describe_user(worker.user_id) is not None:
        return worker.user_id
    gone = worker.user_id if worker.user_id and before is None else None
    return ports.store.find_user_id(event.data.email) or gone


def _unknown(event: WorkerEvent, ports: Ports) -> str:
    """Never a silent success: somebody may have access under another address."""
    email = event.data.email
    ports.notifier.publish("WorkerUnknown", {"email": email, "event_id": event.id})
    ports.notifier.alert(
        "A leaver is not in the directory",
        f"HR says {email} has left, and the directory has no user of that name or e-mail address.\n"
        "If the person has a user under another address, send the event again with that one.",
    )
    return "no such user in the directory"
