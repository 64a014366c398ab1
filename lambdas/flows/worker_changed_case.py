"""One signal of the workers lane on its way: what is known, what becomes known, and what is kept of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from lambdas.core.certificates import Certificate
from lambdas.core.retries import next_wake
from lambdas.core.workers import (
    APPLICATIONS_KEY,
    LEAVERS_KEY,
    DirectorySignal,
    Leavers,
    Offboarding,
    ReleaseSignal,
    Worker,
    WorkerSignal,
    make_documents,
    make_release,
    make_waiting,
    make_waiting_key,
    make_wake,
    parse_leavers,
    signal_id,
)
from lambdas.ports import Ports, WorkerWrite

LANE = "workers"


# What is kept of all workers together, and read with each.
OF_ALL = (APPLICATIONS_KEY, LEAVERS_KEY)


@dataclass
class Case:
    """What one signal is about. A step writes into it what it learned; `save` keeps all of it at once."""

    signal: WorkerSignal | DirectorySignal
    worker: Worker
    leavers: Leavers
    applications: tuple[str, ...] = ()
    certificate: Certificate | None = None
    waiting: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, signal: WorkerSignal | DirectorySignal, worker: Worker, found: Mapping[str, Mapping[str, Any]]) -> Self:
        """The case of this worker, with what was found of all workers together."""
        applications = found.get(APPLICATIONS_KEY, {"arns": ()})["arns"]
        return cls(signal, worker, parse_leavers(found.get(LEAVERS_KEY)), tuple(applications))

    def begin(self, certificate: Certificate, ports: Ports) -> None:
        """Keep what was found before anything is removed: an interrupted offboarding is resumed from it."""
        self.note(certificate)
        ports.ledger.save_worker(WorkerWrite(self._documents()), ports.clock.now())

    def finish(self, certificate: Certificate) -> None:
        """Note the certificate: it is kept as such when the case is saved."""
        self.certificate, self.applications = certificate, certificate.applications
        self.note(certificate)

    def note(self, certificate: Certificate) -> None:
        """The worker's record says how far the offboarding is."""
        leaving = certificate.leaving
        offboarding = Offboarding(
            event_id=leaving.event_id,
            user_id=certificate.user_id,
            at=leaving.effective_at,
            done=certificate.complete,
            by_directory=leaving.by_directory,
            certificate=certificate.to_document(),
        )
        changes: dict[str, Any] = {"offboarding": offboarding, "user_id": certificate.user_id, "overlaps": {}}
        self.worker = self.worker.model_copy(update=changes)

    def update(self, **changes: Any) -> None:
        """Note something of the worker."""
        self.worker = self.worker.model_copy(update=changes)

    def wait(self, until: datetime, ports: Ports) -> None:
        """Bring the signal back at its time. Its day of retries has not begun before."""
        self.wake(replace(self.signal, since="", attempt=0), until, ports)

    def wake(self, signal: WorkerSignal | DirectorySignal, at: datetime, ports: Ports) -> None:
        """Bring this signal, as it then is, back at that time. Of several times the earliest is waited for."""
        # The minute is in the name: a wake-up that came early must not meet its own schedule, which is not gone yet.
        told = f"{signal_id(signal)}|{signal.attempt}|{at.isoformat()}|{ports.clock.now():%Y-%m-%dT%H:%M}"
        name = f"{LANE}-{hashlib.sha256(told.encode()).hexdigest()[:32]}"
        event = make_wake(signal)
        ports.schedules.wake(LANE, name, at, event)
        earlier = self.waiting.get(make_waiting_key(event))
        if earlier is None or datetime.fromisoformat(earlier["at"]) > at:
            self.waiting[make_waiting_key(event)] = make_waiting(event, at)

    def release_at(self, signal: ReleaseSignal, at: datetime) -> None:
        """Note when the leaver's id may leave the quarantine: whoever looks for what is overdue finds it then."""
        event = make_release(signal)
        self.waiting[make_waiting_key(event)] = make_waiting(event, at)

    def save(self, scope: str, outcome: Mapping[str, Any], ports: Ports) -> None:
        """Keep the record, the leavers of the hour, the outcome, what waits and, where there is one, the certificate.

        A signal that does not wait again waits no longer.
        """
        certificate, kept = self.certificate, None
        if certificate is not None:
            kept = (certificate.user_id, certificate.to_document(), certificate.leaving.effective_at)
        told = (scope, signal_id(self.signal), outcome)
        waiting = {make_waiting_key(make_wake(self.signal)): None, **self.waiting}
        ports.ledger.save_worker(WorkerWrite(self._documents(), told, kept, waiting), ports.clock.now())

    def _documents(self) -> dict[str, Mapping[str, Any]]:
        of_all = {LEAVERS_KEY: self.leavers.model_dump(mode="json"), APPLICATIONS_KEY: {"arns": self.applications}}
        return {**make_documents(self.worker), **of_all}


def unfinished(case: Case, problem: str, ports: Ports) -> str:
    """Bring it back later; tell a person at the first time, because a leaver with access is urgent."""
    signal = case.signal
    at = next_wake(signal.attempt, signal.since, ports.clock.now())
    if at is None or signal.attempt == 0:
        ending = "It is retried." if at else "A day of retries was not enough: finish it by hand."
        ports.notifier.alert(_subject(case), f"{case.worker.email}: {problem}\n{ending}")
    if at is not None:
        case.wake(replace(signal, attempt=signal.attempt + 1), at, ports)
    return f"unfinished: {problem}"


def _subject(case: Case) -> str:
    leaves = case.worker.offboarding is not None and not case.worker.offboarding.done
    return "An offboarding is not complete" if leaves else "What HR says of a worker could not be carried out"
