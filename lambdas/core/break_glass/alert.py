"""What people read at three in the morning."""

from lambdas.core.break_glass.finding import Finding, FindingKind

VERBS = {
    FindingKind.USE: "Break glass used",
    FindingKind.ATTEMPT: "Break glass tried and refused",
    FindingKind.ROOT: "Root",
    FindingKind.TAMPER: "Break glass tampered with",
}
# SNS keeps no more of a subject.
LONGEST_SUBJECT = 100


def alert_text(finding: Finding, incident_id: str = "") -> tuple[str, str]:
    """Subject and message: what, who, where, when, and what to do. `incident_id`, unless it is the finding's own."""
    incident_id = incident_id or finding.id
    what = _name(finding)
    lines = (
        f"{finding.event or 'An event'}: {finding.subject.type} {finding.subject.name}, account {finding.account_id}.",
        *([finding.note] if finding.note else []),
        "",
        f"Severity: {finding.severity.name.lower()}",
        f"Who:      {finding.who}",
        f"Session:  {finding.session or 'not told'}",
        f"From:     {finding.source_ip or 'not told'}",
        f"When:     {finding.at} ({finding.region})",
        f"Incident: {incident_id}",
        f"Answer:   gatehouse acknowledge {incident_id} --reason TEXT --ticket ID",
        "",
        finding.check,
    )
    return f"{VERBS[finding.kind]}: {what} in {finding.account_id}"[:LONGEST_SUBJECT], "\n".join(lines)


def _name(finding: Finding) -> str:
    """Use and attempts are known by the name alone; of a change or of root, the act comes first."""
    if finding.kind in (FindingKind.USE, FindingKind.ATTEMPT):
        return finding.subject.name
    return f"{finding.event}, {finding.subject.name}" if finding.event else finding.subject.name
