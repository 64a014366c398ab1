"""Break glass was used, or somebody tried: open an incident and tell people, once per act."""

from collections.abc import Mapping
from typing import Any

from lambdas.core.break_glass import Finding, FindingKind, alert_text, find
from lambdas.core.policy import Policy
from lambdas.ports import Ports

DETAIL_TYPES = {FindingKind.USE: "BreakGlassUsed", FindingKind.ATTEMPT: "BreakGlassAttempted"}


def watch(event: Mapping[str, Any], policy: Policy, ports: Ports) -> Finding | None:
    """The finding this event is, now an incident that people know of; None for an event that is none.

    People are told before the incident is marked as announced: after a crash between the two they hear of it twice,
    never not at all.
    """
    finding = find(event, policy.break_glass)
    if finding is None:
        return None
    document = {**finding.to_document(), "status": "open"}
    if not ports.ledger.open_incident(finding.id, document, ports.clock.now()):
        incident = ports.ledger.find_incident(finding.id) or {}
        if incident.get("announced_at"):
            return finding
    ports.notifier.alert(*alert_text(finding))
    ports.notifier.publish(DETAIL_TYPES[finding.kind], document)
    ports.ledger.mark_announced(finding.id, ports.clock.now())
    return finding
