"""Break glass was used, tried, or tampered with: open an incident and tell people, once per act."""

from collections.abc import Mapping
from typing import Any

from lambdas.core.break_glass import Finding, FindingKind, Severity, alert_text
from lambdas.core.policy import Policy
from lambdas.flows.judging import judge, name_person
from lambdas.ports import Ports

DETAIL_TYPES = {
    FindingKind.USE: "BreakGlassUsed",
    FindingKind.ATTEMPT: "BreakGlassAttempted",
    FindingKind.ROOT: "RootUsed",
    FindingKind.TAMPER: "BreakGlassTampered",
}


def watch(event: Mapping[str, Any], policy: Policy, ports: Ports) -> Finding | None:
    """The finding this event is, now an incident that people know of; None for an event that is none.

    What may not concern break glass at all is kept and published, and wakes nobody.
    People are told before the incident is marked as announced: after a crash between the two they hear of it twice,
    never not at all.
    """
    finding = judge(event, policy, ports)
    if finding is None:
        return None
    finding = name_person(finding, ports)
    document = {**finding.to_document(), "status": "open"}
    if not ports.ledger.open_incident(finding.id, document, ports.clock.now()):
        incident = ports.ledger.find_incident(finding.id) or {}
        if incident.get("announced_at"):
            return finding
    if finding.severity > Severity.LOW:
        ports.notifier.alert(*alert_text(finding))
    ports.notifier.publish(DETAIL_TYPES[finding.kind], document)
    ports.ledger.mark_announced(finding.id, ports.clock.now())
    return finding
