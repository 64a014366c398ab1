"""How the readers make a finding: what every record tells in the same way stands here, once."""

from lambdas.core.break_glass.finding import Finding, FindingKind, Severity, Subject
from lambdas.core.break_glass.record import Record


def make_finding(
    record: Record,
    kind: FindingKind,
    severity: Severity,
    subject: Subject,
    *,
    check: str,
    account_id: str = "",
    session: str = "",
    act_id: str = "",
    note: str = "",
) -> Finding:
    """The finding of this record; its account, session and id are the record's unless told."""
    detail, event = record.detail, record.event
    return Finding(
        id=act_id or _act_id(record),
        kind=kind,
        severity=severity,
        event=record.name,
        account_id=account_id or record.account_id,
        subject=subject,
        session=session or record.actor.session,
        who=record.actor.name,
        source_ip=str(detail.get("sourceIPAddress") or ""),
        region=str(detail.get("awsRegion") or event.get("region") or ""),
        at=str(detail.get("eventTime") or event.get("time") or ""),
        check=check,
        note=note,
        user_id=record.actor.user_id,
    )


def make_change(record: Record, severity: Severity, subject: Subject, *, check: str) -> Finding:
    """Something that break glass depends on was changed; or somebody tried, which is less grave."""
    if record.failed:
        return make_finding(record, FindingKind.ATTEMPT, min(severity, Severity.MEDIUM), subject, check=check)
    return make_finding(record, FindingKind.TAMPER, severity, subject, check=check)


def _act_id(record: Record) -> str:
    """A deployment is one act, however many calls CloudFormation makes in its session."""
    actor = record.actor
    if actor.is_cloudformation and actor.session:
        return Record.digest(record.account_id, actor.arn, actor.session)
    return record.act_id
