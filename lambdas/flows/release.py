"""A leaver's id leaves the quarantine when the longest session has ended: there is room for some 600 ids."""

import hashlib
from datetime import datetime, timedelta

from lambdas.core.certificates import Certificate, quarantine_ends
from lambdas.core.errors import GatehouseError
from lambdas.core.policy import Policy
from lambdas.core.workers import ReleaseSignal, make_release
from lambdas.ports import Ports

LANE = "workers"
# Nobody is harmed by an id that stands there longer: there is no hurry.
AGAIN = timedelta(hours=6)


def schedule_release(certificate: Certificate, policy: Policy, ports: Ports) -> None:
    """Wake the lane when the quarantine of this leaver ends."""
    ends = quarantine_ends(certificate.to_document(), policy.workers.leaver.quarantine)
    _wake(ReleaseSignal(certificate.user_id, certificate.leaving.event_id), ends, ports)


def handle_release(signal: ReleaseSignal, policy: Policy, ports: Ports) -> str:
    """What became of the release, in a few words; the same words stand in the record."""
    try:
        result = _release(signal, policy, ports)
    except GatehouseError as error:
        result = f"comes back: {error}"
        ports.notifier.alert("The quarantine cannot be released", f"User {signal.user_id}: {error}\nIt is retried.")
        _wake(signal, ports.clock.now() + AGAIN, ports)
    document = {"event": "quarantine release", "result": result}
    ports.ledger.record(f"quarantine#{signal.user_id}", signal.event_id, document, ports.clock.now())
    return result


def _release(signal: ReleaseSignal, policy: Policy, ports: Ports) -> str:
    """Release the id, unless a later offboarding of the same user keeps it: that one has a release of its own.

    Without a complete certificate nothing is released: somebody who may still have access stays denied. A person who
    asks for it is not asked back.
    """
    if not signal.asked_by and (because := _why_not(signal, policy, ports)):
        return f"not released: {because}"
    if not ports.quarantine.release(signal.user_id):
        return "released before"
    told = {"user_id": signal.user_id, "event_id": signal.event_id, "asked_by": signal.asked_by}
    ports.notifier.publish("WorkerReleased", told)
    return "released from quarantine"


def _why_not(signal: ReleaseSignal, policy: Policy, ports: Ports) -> str:
    certificate = ports.ledger.find_certificate(signal.user_id)
    if certificate is None or not certificate["complete"]:
        return "no complete certificate"
    if quarantine_ends(certificate, policy.workers.leaver.quarantine) > ports.clock.now():
        return "offboarded again since"
    return ""


def _wake(signal: ReleaseSignal, at: datetime, ports: Ports) -> None:
    name = hashlib.sha256(f"{signal.user_id}|{signal.event_id}|{at.isoformat()}".encode()).hexdigest()[:32]
    ports.schedules.wake(LANE, f"release-{name}", at, make_release(signal))
