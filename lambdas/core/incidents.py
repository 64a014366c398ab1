"""An incident: the findings that belong together, from the first of them until people have dealt with it.

status        a finding joins, nothing new   a finding joins, something new   a person      its wake-up
none          -                              open, told (low: closed, untold)  -             -
open          open                           open, told                        acknowledged  open, told louder
acknowledged  acknowledged                   open, told                        acknowledged  closed, once it is quiet
closed        (what comes later is a new incident)
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from lambdas.core.break_glass import Finding, FindingKind, Severity
from lambdas.core.errors import RejectError

Incident = dict[str, Any]

# The longest session of a role and of a permission set (IAM and IAM Identity Center quotas): when nothing has come for
# so long, what was used has ended.
QUIET = timedelta(hours=12)
# A state-table item holds 400 KB: more findings than this are counted, not listed.
MOST_FINDINGS = 200
SUMMARY = ("id", "status", "severity", "kind", "event", "account_id", "subject_type", "subject", "who", "opened_at")


class Status(StrEnum):
    """OPEN: people are told, again and again. ACKNOWLEDGED: a person takes care. CLOSED: nothing more joins it."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


def find_incident_id(summaries: Iterable[Mapping[str, Any]], finding: Finding) -> str:
    """The incident that has this very act, or an open one of the same person, session or subject; else its own."""
    known = list(summaries)
    same_act = (found["id"] for found in known if finding.id in found["finding_ids"])
    related = (found["id"] for found in known if found["status"] != Status.CLOSED and _belongs(found, finding))
    return str(next(same_act, None) or next(related, None) or finding.id)


def _belongs(summary: Mapping[str, Any], finding: Finding) -> bool:
    """A session's name alone is the caller's choice, and an account is nobody: each needs a second likeness."""
    if finding.severity is Severity.LOW:
        return False
    return any(
        entry["who"] == finding.who and (_same_session(entry, finding) or _same_subject(entry, finding))
        for entry in summary["keys"]
    )


def _same_session(entry: Mapping[str, Any], finding: Finding) -> bool:
    return bool(finding.session) and entry["session"] == finding.session


def _same_subject(entry: Mapping[str, Any], finding: Finding) -> bool:
    return (entry["account_id"], entry["subject"]) == (finding.account_id, finding.subject.name)


def add_finding(incident: Incident | None, finding: Finding, now: datetime, within: timedelta) -> Incident:
    """The incident with this finding in it; a new one when there was none. The same finding again changes nothing.

    `within` is the time in which a person has to acknowledge what is told.
    """
    if incident is None:
        return _open(finding, now, within)
    known = next((entry for entry in incident["findings"] if entry["id"] == finding.id), None)
    if known is not None and not _says_more(finding, known):
        return incident
    others = [entry for entry in incident["findings"] if entry is not known]
    entry = _make_entry(finding, news=known is not None or _is_news(incident, finding))
    joined = {
        **incident,
        "findings": [*others, entry][-MOST_FINDINGS:],
        "count": incident["count"] + (known is None),
        "severity": max(Severity[incident["severity"].upper()], finding.severity).name.lower(),
        "last_at": now.isoformat(),
        **({"who": finding.who} if known and known["who"] == incident["who"] else {}),
    }
    return {**joined, **_ask_again(incident, now, within)} if entry["news"] else joined


def _make_entry(finding: Finding, *, news: bool) -> dict[str, Any]:
    """`news` says that people must hear of it, `told` that they, and the bus, have."""
    return {**finding.to_document(), "news": news, "told": False}


def _open(finding: Finding, now: datetime, within: timedelta) -> Incident:
    document = finding.to_document()
    return {
        **document,
        "status": str(Status.CLOSED if finding.severity is Severity.LOW else Status.OPEN),
        "findings": [_make_entry(finding, news=finding.severity > Severity.LOW)],
        "count": 1,
        "opened_at": now.isoformat(),
        "last_at": now.isoformat(),
        "asked_at": now.isoformat(),
        "look_at": (now + within).isoformat(),
        "round": 1,
        "escalations": 0,
    }


def _ask_again(incident: Incident, now: datetime, within: timedelta) -> Incident:
    """What is new must be acknowledged, too; the clock of an incident that is open already goes on."""
    if incident["status"] == Status.OPEN:
        return {}
    return {
        "status": str(Status.OPEN),
        "asked_at": now.isoformat(),
        "look_at": (now + within).isoformat(),
        "round": incident["round"] + 1,
        "escalations": 0,
    }


def _says_more(finding: Finding, known: Mapping[str, Any]) -> bool:
    """The target's side of a call across accounts knows the caller's account only; the caller's side knows who."""
    return "arn:" in finding.who and "arn:" not in known["who"]


def _is_news(incident: Incident, finding: Finding) -> bool:
    """Whether people must hear of it: graver than all before, or the like was not told yet."""
    if finding.severity > Severity[incident["severity"].upper()]:
        return True
    return finding.severity > Severity.LOW and _likeness(finding.to_document()) not in map(
        _likeness, incident["findings"]
    )


def _likeness(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Of use and attempts another role is news; of changes another kind of change, not each further rule or topic."""
    is_use = entry["kind"] in (FindingKind.USE, FindingKind.ATTEMPT)
    return (
        *(entry[name] for name in ("kind", "who", "session", "account_id")),
        entry["subject" if is_use else "event"],
    )


def find_untold(incident: Incident, finding_id: str) -> dict[str, Any] | None:
    """This finding, unless it was told; one that is no longer listed was."""
    listed = (entry for entry in incident["findings"] if entry["id"] == finding_id)
    return next((entry for entry in listed if not entry["told"]), None)


def mark_told(incident: Incident, finding_id: str) -> Incident:
    """The incident, whose finding is told now."""
    found = incident["findings"]
    return {**incident, "findings": [{**e, "told": True} if e["id"] == finding_id else e for e in found]}


def acknowledge(incident: Incident, *, by: str, reason: str, ticket: str, now: datetime) -> Incident:
    """The incident in the hands of a person. Raises RejectError when it is closed, or nobody says why."""
    if incident["status"] == Status.CLOSED:
        raise RejectError(f"incident {incident['id']} is closed already")
    if not reason.strip():
        raise RejectError("an acknowledgement needs a reason: what the emergency is, or why there is none")
    said = {"by": by, "reason": reason, "ticket": ticket, "at": now.isoformat()}
    before = incident.get("acknowledgements", [])
    return {**incident, "status": str(Status.ACKNOWLEDGED), "acknowledgements": [*before, said]}


def look_again(incident: Incident, now: datetime, within: timedelta) -> Incident:
    """What becomes of it when its time has come: told once more, closed, or looked at when it may be quiet."""
    if incident["status"] == Status.OPEN:
        again = {"escalations": incident["escalations"] + 1, "look_at": (now + within).isoformat()}
        return {**incident, **again, "round": incident["round"] + 1}
    quiet_at = datetime.fromisoformat(incident["last_at"]) + QUIET
    if now < quiet_at:
        return {**incident, "look_at": quiet_at.isoformat(), "round": incident["round"] + 1}
    return {**incident, "status": str(Status.CLOSED), "closed_at": now.isoformat()}


def summarize(incident: Incident) -> dict[str, Any]:
    """What is kept in the list of all incidents: enough to show one, and to see whether a finding belongs to it."""
    keys = [{name: e[name] for name in ("who", "session", "account_id", "subject")} for e in incident["findings"]]
    return {
        **{name: incident[name] for name in SUMMARY},
        "count": incident["count"],
        "escalations": incident["escalations"],
        "finding_ids": [entry["id"] for entry in incident["findings"]],
        "keys": [key for number, key in enumerate(keys) if key not in keys[:number]],
    }
