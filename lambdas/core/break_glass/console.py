"""A watched IAM user, or a session of a watched role, signs in to the console or switches to a watched role.

AWS facts (CloudTrail User Guide, console sign-in events): a failed sign-in has no errorCode, responseElements says
Failure, and the user may have no ARN. CheckMfa says Success before anybody is signed in, so it says nothing. Reported
in us-east-1 or, by endpoint and cookie, in other Regions.
"""

from lambdas.core.break_glass import roles
from lambdas.core.break_glass.acts import make_finding
from lambdas.core.break_glass.finding import Finding, FindingKind, Severity, Subject
from lambdas.core.break_glass.kind import Kind, calls
from lambdas.core.break_glass.record import Record
from lambdas.core.break_glass.watched import Watched
from lambdas.core.rules import Regions

NAMES = ("ConsoleLogin", "SwitchRole")
CHECK = (
    "Is there an emergency that explains it? If not, treat this as an intrusion: deactivate the user's password, MFA "
    "and keys (IAM console, user, Security credentials), then look in CloudTrail for what it did."
)
CHECK_FAILED = "Did the person who holds these credentials try? If not, somebody is guessing: change the password."
WITHOUT_MFA = "Signed in without MFA."


def _read(record: Record, watched: Watched) -> Finding | None:
    subject = _find_subject(record, watched)
    if subject is None:
        return None
    return make_finding(
        record,
        FindingKind.ATTEMPT if record.failed else FindingKind.USE,
        Severity.MEDIUM if record.failed else Severity.HIGH,
        subject,
        account_id=_account_of(_find_role(record)) if subject.type != "IAM user" else "",
        session=record.actor.arn.rpartition("/")[2] if record.actor.type == "AssumedRole" else "",
        check=_what_to_check(record, subject),
        note=WITHOUT_MFA if is_without_mfa(record) and subject.type == "IAM user" else "",
    )


def _what_to_check(record: Record, subject: Subject) -> str:
    if record.failed:
        return CHECK_FAILED
    return CHECK if subject.type == "IAM user" else roles.CHECK


def _account_of(role: str) -> str:
    """Where the role is, which may be another account than the one that recorded the switch to it."""
    found = roles.ROLE_ARN.fullmatch(role)
    return found["account"] if found else ""


def _find_subject(record: Record, watched: Watched) -> Subject | None:
    actor = record.actor
    if record.name == "ConsoleLogin" and actor.type == "IAMUser":
        watches = watched.user(actor.arn or actor.user_name)
        return Subject("IAM user", actor.user_name) if watches else None
    role = _find_role(record)
    return roles.name_role(role.rpartition("/")[2]) if role and watched.role(role) else None


def _find_role(record: Record) -> str:
    """The role of the session that signs in; of a switch, the role switched to.

    The record in the target account is of the new session. The other one may name the role among its details.
    """
    told = record.text("additionalEventData", "SwitchTo") or str(record.parameters.get("roleArn") or "")
    if told:
        return told
    issuer = str(record.actor.issuer.get("arn") or "")
    arn = record.actor.arn
    return issuer or (arn.split("/")[1] if ":assumed-role/" in arn else "")


def is_without_mfa(record: Record) -> bool:
    """Whether a sign-in succeeded without MFA. AWS writes 'Yes', 'YES' and 'No'."""
    used = record.text("additionalEventData", "MFAUsed")
    return not record.failed and used.casefold() == "no"


KINDS = (
    Kind(
        "BreakGlassConsole",
        "A watched user or role signs in to the console, or somebody tries",
        lambda policy: (calls("signin", NAMES),) if policy.users or policy.roles or policy.permission_sets else (),
        _read,
        regions=Regions.EVERY,
        members=True,
    ),
)
