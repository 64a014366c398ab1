"""A leaver's id leaves the quarantine when the longest session has ended: there is room for some 600 ids.

It waits in the state table, and whoever looks at what is overdue sends it to the lane: every hour is soon enough.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from lambdas.core.certificates import Certificate, quarantine_ends
from lambdas.core.errors import GatehouseError
from lambdas.core.policy import Policy
from lambdas.core.workers import ReleaseSignal, make_release, make_waiting, make_waiting_key
from lambdas.flows.worker_changed_case import Case
from lambdas.ports import Ports, WorkerWrite

# Nobody is harmed by an id that stands there longer: there is no hurry.
AGAIN = timedelta(hours=6)
KEPT = "not released: offboarded again since"


def plan_release(case: Case, certificate: Certificate, policy: Policy) -> None:
    """Note when the quarantine of this leaver ends."""
    ends = quarantine_ends(certificate.to_document(), policy.workers.leaver.quarantine)
    case.release_at(ReleaseSignal(certificate.user_id, certificate.leaving.event_id), ends)


def handle_release(signal: ReleaseSignal, policy: Policy, ports: Ports) -> str:
    """What became of the release, in a few words; the same words stand in the record."""
    now, event = ports.clock.now(), make_release(signal)
    waiting: dict[str, Mapping[str, Any] | None] = {make_waiting_key(event): None}
    try:
        result = _release(signal, policy, ports)
    except GatehouseError as error:
        result = f"comes back: {error}"
        ports.notifier.alert("The quarantine cannot be released", f"User {signal.user_id}: {error}\nIt is retried.")
        waiting = {make_waiting_key(event): make_waiting(event, now + AGAIN)}
    if result == KEPT:
        waiting = {}  # the later offboarding's release has taken the place of this one
    outcome = (f"quarantine#{signal.user_id}", signal.event_id, {"event": "quarantine release", "result": result})
    ports.ledger.save_worker(WorkerWrite({}, outcome, waiting=waiting), now)
    return result


def _release(signal: ReleaseSignal, policy: Policy, ports: Ports) -> str:
    """Release the id, unless a later offboarding of the same user keeps it: that one has a release of its own.

    Without a complete certificate nothing is released: somebody who may still have access stays denied. A person who
    asks for it is not asked back.
    """
    if not signal.asked_by and (because := _why_not(signal, policy, ports)):
        return because
    if not ports.quarantine.release(signal.user_id):
        return "released before"
    told = {"user_id": signal.user_id, "event_id": signal.event_id, "asked_by": signal.asked_by}
    ports.notifier.publish("WorkerReleased", told)
    return "released from quarantine"


def _why_not(signal: ReleaseSignal, policy: Policy, ports: Ports) -> str:
    certificate = ports.ledger.find_certificate(signal.user_id)
    if certificate is None or not certificate["complete"]:
        return "not released: no complete certificate"
    if quarantine_ends(certificate, policy.workers.leaver.quarantine) > ports.clock.now():
        return KEPT
    return ""
