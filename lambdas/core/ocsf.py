"""An incident as an OCSF document, class 2004 Detection Finding, for AWS Security Hub and SIEMs.

Open Cybersecurity Schema Framework 1.3.0, events/findings/detection_finding: a mapping of names, and no more.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum
from typing import Any

from lambdas.core.incidents import Incident, Status

VERSION = "1.3.0"
CATEGORY, CLASS = 2, 2004
SEVERITIES = {"low": 2, "medium": 3, "high": 4, "critical": 5}
STATUSES = {Status.OPEN: (1, "New"), Status.ACKNOWLEDGED: (2, "In Progress"), Status.CLOSED: (4, "Resolved")}
PRODUCT = {"name": "Gatehouse", "vendor_name": "Gatehouse"}


class Activity(IntEnum):
    """What happened to the finding."""

    CREATE = 1
    UPDATE = 2
    CLOSE = 3


def make_ocsf(incident: Incident, entry: Mapping[str, Any], activity: Activity, now: datetime) -> dict[str, Any]:
    """The incident, with one of its findings as the evidence. Times are milliseconds since 1970."""
    status_id, status = STATUSES[Status(incident["status"])]
    return {
        "category_uid": CATEGORY,
        "category_name": "Findings",
        "class_uid": CLASS,
        "class_name": "Detection Finding",
        "activity_id": int(activity),
        "activity_name": activity.name.title(),
        "type_uid": CLASS * 100 + activity,
        "time": _milliseconds(now),
        "severity_id": SEVERITIES[incident["severity"]],
        "severity": incident["severity"].title(),
        "status_id": status_id,
        "status": status,
        "message": entry["check"],
        "metadata": {"version": VERSION, "product": PRODUCT, "uid": entry["id"], "profiles": ["cloud"]},
        "cloud": {"provider": "AWS", "account": {"uid": entry["account_id"]}, "region": entry["region"]},
        "finding_info": _finding_info(incident, entry),
        "resources": [{"type": entry["subject_type"], "name": entry["subject"]}],
        "evidences": [_evidence(entry)],
    }


def _finding_info(incident: Incident, entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "uid": incident["id"],
        "title": f"{entry['event'] or 'An event'}: {entry['subject_type']} {entry['subject']}",
        "types": [f"Break glass/{entry['kind']}"],
        "created_time": _milliseconds(datetime.fromisoformat(incident["opened_at"])),
        "modified_time": _milliseconds(datetime.fromisoformat(incident["last_at"])),
        "related_events_count": incident["count"],
        **({"desc": entry["note"]} if entry["note"] else {}),
    }


def _evidence(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Who called what from where, as far as AWS told."""
    user = {"name": entry["who"], **({"uid": entry["user_id"]} if entry["user_id"] else {})}
    session = {"session": {"uid": entry["session"]}} if entry["session"] else {}
    return {
        "actor": {"user": user, **session},
        "api": {"operation": entry["event"] or "unknown"},
        **({"src_endpoint": _endpoint(entry["source_ip"])} if entry["source_ip"] else {}),
    }


def _endpoint(address: str) -> dict[str, str]:
    """CloudTrail writes an address, or the name of the AWS service that called."""
    return {"name": address} if address.endswith(".amazonaws.com") or " " in address else {"ip": address}


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
