"""The directory says a user may be disabled or gone: look, and offboard or report as the policy says."""

from dataclasses import replace
from datetime import datetime

from lambdas.core.certificates import DELETED, DISABLED, Leaving, covers
from lambdas.core.errors import GatehouseError
from lambdas.core.policy import OnDisabled, Policy
from lambdas.core.workers import (
    DirectorySignal,
    Worker,
    make_waiting_key,
    make_wake,
    parse_pointer,
    user_key,
)
from lambdas.flows.apply import Limits
from lambdas.flows.offboard_leaver import hold_back, offboard_leaver
from lambdas.flows.worker_changed_case import OF_ALL, Case, unfinished
from lambdas.ports import Ports, User, WorkerWrite


def handle_directory_signal(signal: DirectorySignal, policy: Policy, ports: Ports, limits: Limits) -> str:
    """What became of it. The event is a hint: the user itself says whether it is disabled, or gone."""
    if not signal.user_id:
        return "nothing to do: the event does not say which user it is about"
    now = ports.clock.now()
    signal = signal if signal.since else replace(signal, since=now.isoformat())
    user = ports.store.describe_user(signal.user_id)
    if user is not None and user.enabled is not False:
        return _let_be(signal, ports)
    case = read_case(signal, user, ports)
    try:
        result = _carry_out(case, make_leaving(signal, case.worker, user, now), policy, ports, limits)
    except GatehouseError as error:
        result = unfinished(case, str(error), ports)
    document = {"event": _kind(user), "email": case.worker.email, "attempt": signal.attempt, "result": result}
    case.save(f"directory#{signal.user_id}", document, ports)
    return result


def read_case(signal: DirectorySignal, user: User | None, ports: Ports) -> Case:
    """What is known of the worker whose user it is; a user HR has never spoken of stands for itself."""
    found = ports.ledger.find_documents([user_key(signal.user_id), *OF_ALL])
    target = parse_pointer(found.get(user_key(signal.user_id)))
    record = ports.ledger.find_documents([target]).get(target) if target else None
    worker = Worker.model_validate(record) if record else make_worker(signal.user_id, user)
    return Case.of(signal, worker, found)


def make_worker(user_id: str, user: User | None) -> Worker:
    """A worker of whom only the user is known."""
    return Worker(key=user_id, email=_address(user) or user_id, user_id=user_id)


def make_leaving(signal: DirectorySignal, worker: Worker, user: User | None, now: datetime) -> Leaving:
    """Who leaves, since when: from the event's own time, or now where it has none that can be read."""
    at = _parse_time(signal.at) or now
    return Leaving(signal.user_id, signal.event_id, _kind(user), min(at, now), worker.email, worker.worker_id)


def _carry_out(case: Case, leaving: Leaving, policy: Policy, ports: Ports, limits: Limits) -> str:
    user_id, before = leaving.user_id, case.worker.offboarding
    if before is not None and before.done and before.user_id == user_id and not before.by_directory:
        return "already offboarded"
    if covers(ports.ledger.find_certificate(user_id), leaving.effective_at):
        return "already offboarded"
    if policy.workers.leaver.on_disabled is OnDisabled.REPORT:
        return _report(case, leaving, user_id, ports)
    if held := hold_back(case, case.worker.key, policy, ports):
        return held
    return offboard_leaver(case, leaving, policy, ports, limits)


def _let_be(signal: DirectorySignal, ports: Ports) -> str:
    """The user is enabled, or is so again; a signal that has waited waits no longer."""
    if signal.attempt:
        ports.ledger.save_worker(
            WorkerWrite({}, waiting={make_waiting_key(make_wake(signal)): None}), ports.clock.now()
        )
    return "nothing to do: the user is enabled"


def _report(case: Case, leaving: Leaving, user_id: str, ports: Ports) -> str:
    """Told once: a directory that writes the user every night does not ring every night."""
    result = f"reported: {leaving.event_type}"
    if any(record.get("result") == result for record in ports.ledger.list_records(f"directory#{user_id}")):
        return "reported before"
    ports.notifier.publish("DirectoryUserDisabled", {"user_id": user_id, "email": case.worker.email})
    ports.notifier.alert(
        "A user was disabled or deleted in the directory",
        f"{case.worker.email} ({user_id}) is disabled or gone, and nothing is removed: the policy has "
        "leaver.on_disabled: report.\nIf the person has left: gatehouse offboard",
    )
    return result


def _kind(user: User | None) -> str:
    return DELETED if user is None else DISABLED


def _address(user: User | None) -> str:
    return "" if user is None else next(iter(user.emails), user.user_name)


def _parse_time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
