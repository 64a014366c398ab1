"""HR says a worker has left: at its time, run the leaver's steps, and keep what became of it."""

import hashlib
from dataclasses import replace
from datetime import datetime

from lambdas.core.certificates import Certificate, is_done
from lambdas.core.errors import GatehouseError
from lambdas.core.policy import Policy
from lambdas.core.retries import next_wake
from lambdas.core.workers import ReleaseSignal, WorkerSignal, make_wake
from lambdas.flows.apply import Limits
from lambdas.flows.offboard import offboard
from lambdas.flows.release import handle_release, schedule_release
from lambdas.ports import Ports, User

LANE = "workers"


def handle_worker_signal(signal: WorkerSignal | ReleaseSignal, policy: Policy, ports: Ports, limits: Limits) -> str:
    """What became of the event, in a few words; the same words stand in the record."""
    if isinstance(signal, ReleaseSignal):
        return handle_release(signal, policy, ports)
    now = ports.clock.now()
    signal = signal if signal.since else replace(signal, since=now.isoformat())
    if signal.event.data.effective_at > now:
        _wake(signal, signal.event.data.effective_at, ports)
        return _record(signal, f"waits until {signal.event.data.effective_at:%Y-%m-%dT%H:%M:%SZ}", ports)
    try:
        user = ports.store.find_user(signal.event.data.email)
        result = _leave(signal, user, policy, ports, limits) if user else _unknown(signal, ports)
    except GatehouseError as error:
        result = _unfinished(signal, str(error), ports)
    return _record(signal, result, ports)


def _leave(signal: WorkerSignal, user: User, policy: Policy, ports: Ports, limits: Limits) -> str:
    if is_done(ports.ledger.find_certificate(user.id), signal.event.id):
        return "already offboarded"
    certificate = offboard(signal.event, user, policy, ports, limits)
    _tell_of_break_glass(certificate, policy, ports)
    if not certificate.complete:
        ports.notifier.publish("WorkerOffboardingIncomplete", certificate.to_document())
        return _unfinished(signal, "; ".join(certificate.problems) or "something is left", ports)
    schedule_release(certificate, policy, ports)
    ports.notifier.publish("WorkerOffboarded", certificate.to_document())
    return "offboarded"


def _unknown(signal: WorkerSignal, ports: Ports) -> str:
    """Never a silent success: somebody may have access under another address."""
    email = signal.event.data.email
    ports.notifier.publish("WorkerUnknown", {"email": email, "event_id": signal.event.id})
    ports.notifier.alert(
        "A leaver is not in the directory",
        f"HR says {email} has left, and the directory has no user of that name or e-mail address.\n"
        "If the person has a user under another address, send the event again with that one.",
    )
    return "no such user in the directory"


def _tell_of_break_glass(certificate: Certificate, policy: Policy, ports: Ports) -> None:
    """A leaver is taken out of break-glass groups too, but never unseen."""
    emergency = sorted(set(certificate.found.memberships) & set(policy.break_glass.groups))
    if emergency:
        ports.notifier.alert(
            "A leaver held break-glass access",
            f"{certificate.event.data.email} was in {', '.join(emergency)}. Check that enough people remain in it.",
        )


def _unfinished(signal: WorkerSignal, problem: str, ports: Ports) -> str:
    """Bring it back later; tell a person at the first time, because a leaver with access is urgent."""
    at = next_wake(signal.attempt, signal.since, ports.clock.now())
    if at is None or signal.attempt == 0:
        ending = "It is retried." if at else "A day of retries was not enough: finish it by hand."
        email = signal.event.data.email
        ports.notifier.alert("An offboarding is not complete", f"{email}: {problem}\n{ending}")
    if at is not None:
        _wake(replace(signal, attempt=signal.attempt + 1), at, ports)
    return f"unfinished: {problem}"


def _wake(signal: WorkerSignal, at: datetime, ports: Ports) -> None:
    # The minute is in the name: a wake-up that came early must not meet its own schedule, which is not gone yet.
    told = f"{signal.event.id}|{signal.attempt}|{at.isoformat()}|{ports.clock.now():%Y-%m-%dT%H:%M}"
    name = f"{LANE}-{hashlib.sha256(told.encode()).hexdigest()[:32]}"
    ports.schedules.wake(LANE, name, at, make_wake(signal))


def _record(signal: WorkerSignal, result: str, ports: Ports) -> str:
    data = signal.event.data
    document = {"event": signal.event.type, "email": data.email, "attempt": signal.attempt, "result": result}
    ports.ledger.record(f"worker#{data.worker_id or data.email}", signal.event.id, document, ports.clock.now())
    return result
