"""What people read of an incident after the first message: that nobody has answered, and how it ended."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from lambdas.core.incidents import Incident

HOUR = timedelta(hours=1)


def escalation_text(incident: Incident, now: datetime) -> tuple[str, str]:
    """Subject and message: each time the subject says for how long."""
    waited = how_long(now - datetime.fromisoformat(incident["asked_at"]))
    lines = (
        f"Nobody has acknowledged this for {waited}. It is call number {incident['escalations'] + 1}, and goes on.",
        "",
        *_timeline(incident),
        "",
        f"gatehouse acknowledge {incident['id']} --reason TEXT --ticket ID",
    )
    return f"NOT ACKNOWLEDGED for {waited}: {headline(incident)}", "\n".join(lines)


def closing_text(incident: Incident) -> tuple[str, str]:
    """Subject and message: who took care, why, and what was seen, in order."""
    said = (
        f"{found['by']} at {found['at'][:16]}: {found['reason']} ({found['ticket'] or 'no ticket'})"
        for found in incident.get("acknowledgements", ())
    )
    seen = "What Gatehouse's rules let through of it. What else the session did stands in CloudTrail."
    return f"Closed: {headline(incident)}", "\n".join((*said, "", *_timeline(incident), "", seen))


def headline(incident: Incident) -> str:
    """'use of BreakGlassAdmin in 111122223333'."""
    return f"{incident['kind']} of {incident['subject']} in {incident['account_id']}"


def how_long(time: timedelta) -> str:
    """'25 min', '8 h', '3 days'."""
    if time < HOUR:
        return f"{time // timedelta(minutes=1)} min"
    return f"{time // HOUR} h" if time < timedelta(days=2) else f"{time.days} days"


def _timeline(incident: Incident) -> Iterator[str]:
    found = sorted(incident["findings"], key=lambda entry: str(entry["at"]))
    if incident["count"] > len(found):
        yield f"({incident['count']} in all, these are the last)"
    for entry in found:
        what = f"{entry['event'] or 'an event'}: {entry['subject_type']} {entry['subject']} in {entry['account_id']}"
        yield f"{entry['at']}  {what}, by {entry['who']} from {entry['source_ip'] or 'an address not told'}"
