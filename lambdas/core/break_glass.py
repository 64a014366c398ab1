"""From one event to a Finding, or to none: was break-glass access used, or tried?

Here the event is the fact. AWS facts, all seen in public records: a role assumed across accounts gives one record in
each account with one sharedEventID; a denied call may have no requestParameters, and the role then stands only in
errorMessage; the record in the target account names no caller.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any

from lambdas.core.policy import BreakGlass
from lambdas.core.rules import EventRule

ROLE_EVENTS = ("AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity")
ROLE_ARN = re.compile(r"arn:aws[\w-]*:iam::(?P<account>\d{12}):role/(?P<path>(?:[\w+=,.@-]+/)*)(?P<name>[\w+=,.@-]+)")


class FindingKind(StrEnum):
    """USE: somebody has the access now. ATTEMPT: somebody tried and was refused."""

    USE = "use"
    ATTEMPT = "attempt"


@dataclass(frozen=True, slots=True)
class Finding:
    """One act. `id` is the same for every record of it. `who` is as far as AWS tells."""

    id: str
    kind: FindingKind
    account_id: str
    role: str
    session: str
    who: str
    source_ip: str
    region: str
    at: str

    def to_document(self) -> dict[str, str]:
        """As the incident keeps it."""
        return {name: str(value) for name, value in asdict(self).items()}


def event_rules(break_glass: BreakGlass) -> tuple[EventRule, ...]:
    """The rules that let through every event `find` could report for this policy, and little else.

    Names are matched with EventBridge wildcards, which know only '*': a '?' becomes '*' and `find` looks closer.
    """
    if not break_glass.roles:
        return ()
    arns = [{"wildcard": arn} for glob in break_glass.roles for arn in _arn_wildcards(glob)]
    detail = {
        "eventSource": ["sts.amazonaws.com"],
        "eventName": list(ROLE_EVENTS),
        "$or": [{"requestParameters": {"roleArn": arns}}, {"errorMessage": arns}],
    }
    return (EventRule("BreakGlassRole", "A break-glass role is assumed, or somebody tries", {"detail": detail}, True),)


def _arn_wildcards(glob: str) -> tuple[str, ...]:
    name = re.sub(r"\*+", "*", glob.replace("?", "*"))
    # After an errorMessage's role name nothing follows today; the open end costs nothing and tolerates a full stop.
    end = "" if name.endswith("*") else "*"
    return (f"*:role/{name}{end}", f"*:role/*/{name}{end}")


def find(event: Mapping[str, Any], break_glass: BreakGlass) -> Finding | None:
    """What this event means for break-glass access; None for every other event."""
    detail = event.get("detail")
    if not isinstance(detail, Mapping) or detail.get("eventSource") != "sts.amazonaws.com":
        return None
    if detail.get("eventName") not in ROLE_EVENTS:
        return None
    role = ROLE_ARN.search(_role_text(detail))
    if role is None or not any(fnmatchcase(role["name"], glob) for glob in break_glass.roles):
        return None
    return _make_finding(detail, role["account"], role["name"])


def _role_text(detail: Mapping[str, Any]) -> str:
    parameters = detail.get("requestParameters") or {}
    return str(parameters.get("roleArn") or detail.get("errorMessage") or "")


def _make_finding(detail: Mapping[str, Any], account_id: str, role: str) -> Finding:
    parameters = detail.get("requestParameters") or {}
    identity = detail.get("userIdentity") or {}
    return Finding(
        id=str(detail.get("sharedEventID") or detail.get("eventID") or ""),
        kind=FindingKind.ATTEMPT if detail.get("errorCode") else FindingKind.USE,
        account_id=account_id,
        role=role,
        session=str(parameters.get("roleSessionName") or ""),
        who=str(identity.get("arn") or identity.get("principalId") or identity.get("accountId") or "unknown"),
        source_ip=str(detail.get("sourceIPAddress") or ""),
        region=str(detail.get("awsRegion") or ""),
        at=str(detail.get("eventTime") or ""),
    )


def alert_text(finding: Finding) -> tuple[str, str]:
    """Subject and message for a person at three in the morning: what, who, where, when, and what to do."""
    verb = "used" if finding.kind is FindingKind.USE else "tried and refused"
    subject = f"Break glass {verb}: {finding.role} in {finding.account_id}"
    lines = (
        f"Break-glass role {finding.role} in account {finding.account_id} was {verb}.",
        "",
        f"Who:      {finding.who}",
        f"Session:  {finding.session or 'not told'}",
        f"From:     {finding.source_ip or 'not told'}",
        f"When:     {finding.at} ({finding.region})",
        f"Incident: {finding.id}",
        "",
        "Is there an emergency that explains it? If not, treat this as an intrusion: end the role's sessions",
        "(IAM console, role, Revoke sessions), then look in CloudTrail for what the session did.",
    )
    return subject, "\n".join(lines)
