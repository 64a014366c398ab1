"""Break glass was used, tried, or tampered with: open an incident or add to one, and tell people, once per act."""

from collections.abc import Mapping
from typing import Any

from lambdas.core.break_glass import Finding, FindingKind, alert_text
from lambdas.core.escalations import Escalation, due_at
from lambdas.core.incidents import Incident, Status, add_finding, find_incident_id, find_untold, mark_told
from lambdas.core.ocsf import Activity, make_ocsf
from lambdas.core.policy import Policy
from lambdas.flows.incidents import BREAK_GLASS_LANE, change_incident
from lambdas.flows.judging import judge, name_person
from lambdas.ports import Ports

DETAIL_TYPES = {
    FindingKind.USE: "BreakGlassUsed",
    FindingKind.ATTEMPT: "BreakGlassAttempted",
    FindingKind.ROOT: "RootUsed",
    FindingKind.TAMPER: "BreakGlassTampered",
}


def watch(event: Mapping[str, Any], policy: Policy, ports: Ports) -> str | None:
    """The id of the incident this event belongs to, which people know of now; None for an event that is no finding.

    What may not concern break glass at all is kept and published, and wakes nobody.
    People are told before the finding is marked as told: after a crash between the two they hear of it twice, never not
    at all. Two findings at the very same moment may open two incidents where one would do.
    """
    finding = judge(event, policy, ports)
    if finding is None:
        return None
    finding = name_person(finding, ports)
    incident_id = find_incident_id(ports.ledger.list_incidents(), finding)
    now, within = ports.clock.now(), policy.break_glass.acknowledge_within
    incident = change_incident(incident_id, lambda read: add_finding(read, finding, now, within), ports)
    if (entry := find_untold(incident, finding.id)) is not None:
        _tell(finding, entry, incident, ports)
    return incident_id


def _tell(finding: Finding, entry: Mapping[str, Any], incident: Incident, ports: Ports) -> None:
    if entry["news"]:
        ports.notifier.alert(*alert_text(finding, incident["id"]))
    ports.notifier.publish(DETAIL_TYPES[finding.kind], _make_detail(finding, incident, ports))
    if incident["status"] == Status.OPEN:
        escalation = Escalation.of(incident)
        ports.schedules.wake(BREAK_GLASS_LANE, escalation.name, due_at(incident), escalation.to_event())
    change_incident(incident["id"], lambda read: mark_told(read or incident, finding.id), ports)


def _make_detail(finding: Finding, incident: Incident, ports: Ports) -> dict[str, Any]:
    """The finding for machines, in our own words and in OCSF's."""
    document = finding.to_document()
    activity = Activity.CREATE if incident["count"] == 1 else Activity.UPDATE
    ocsf = make_ocsf(incident, document, activity, ports.clock.now())
    return {**document, "incident_id": incident["id"], "status": incident["status"], "ocsf": ocsf}
