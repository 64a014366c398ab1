"""The root user of any account: signs in, calls an API, is assumed, or has its credentials or address changed.

AWS facts: AssumeRoot has type AssumedRole and the account in targetPrincipal (IAM User Guide, track privileged tasks);
calls of its sessions have type Root in the member account, so that a type Root is no proof of a root sign-in. A root's
record with `invokedBy` of a service is that service. CheckMfa says Success before anybody is signed in.
"""

import re

from lambdas.core.break_glass.acts import make_finding
from lambdas.core.break_glass.console import WITHOUT_MFA, is_without_mfa
from lambdas.core.break_glass.finding import Finding, FindingKind, Severity, Subject
from lambdas.core.break_glass.kind import FROM_AWS, Kind, always, calls
from lambdas.core.break_glass.record import Record
from lambdas.core.break_glass.watched import Watched
from lambdas.core.rules import Regions

# What root does before it is signed in, and what says Success on the way.
ON_THE_WAY = ("CheckMfa",)
# PasswordUpdated is published; the others are names that AWS has given no record of.
SIGN_IN_CHANGES = (
    "PasswordUpdated",
    "PasswordRecoveryRequested",
    "PasswordRecoveryCompleted",
    "EmailUpdated",
)
CREDENTIALS = ("Password", "MFADevice", "AccessKey", "LoginProfile", "Email", "SigningCertificate")
CREDENTIAL_SOURCES = ("iam.amazonaws.com", "signin.amazonaws.com")
ADDRESS_CALLS = ("StartPrimaryEmailUpdate", "AcceptPrimaryEmailUpdate")
CENTRAL_CALLS = (
    "EnableOrganizationsRootCredentialsManagement",
    "DisableOrganizationsRootCredentialsManagement",
    "EnableOrganizationsRootSessions",
    "DisableOrganizationsRootSessions",
)
CHECK = (
    "Root is for what nothing else can do. Ask the holder of the account's root address. If nobody did this: sign in "
    "as root, change password and MFA, delete its access keys, and open a case with AWS Support."
)
CHECK_TEMPORARY = (
    "The key is temporary: a console session of root, or one of AssumeRoot; look for an AssumeRoot in the management "
    "account just before. "
)
CHECK_FAILED = "Somebody tried the root password. If nobody on your side did, make sure that root has MFA, and wait."
CHECK_CENTRAL = "Who may do this is in IAM's root access management. If it is not explained, end the caller's sessions."


def _read_call(record: Record, _: Watched) -> Finding | None:
    actor = record.actor
    if actor.type != "Root" or record.name in ON_THE_WAY:
        return None
    if record.name == "ConsoleLogin" and record.failed:
        return make_finding(record, FindingKind.ATTEMPT, Severity.MEDIUM, _root(record), check=CHECK_FAILED)
    return make_finding(
        record,
        FindingKind.ROOT,
        Severity.CRITICAL if is_without_mfa(record) or _touches_credentials(record) else Severity.HIGH,
        _root(record),
        act_id=_session_id(record),
        check=(CHECK_TEMPORARY if actor.is_temporary else "") + CHECK,
        note=WITHOUT_MFA if is_without_mfa(record) else "",
    )


def _session_id(record: Record) -> str:
    """All that one session calls is one act: a page of the console makes dozens of calls, and each would ring.

    A sign-in is an act of its own, and so is what touches root's credentials. A key that is not temporary has no
    session: what it calls within an hour is one act.
    """
    actor = record.actor
    if record.source == "signin.amazonaws.com" or _touches_credentials(record) or not actor.session:
        return ""
    hour = "" if actor.is_temporary else str(record.detail.get("eventTime"))[:13]
    return Record.digest("root session", record.account_id, actor.session, hour)


def _touches_credentials(record: Record) -> bool:
    writes = record.detail.get("readOnly") is not True and record.source in CREDENTIAL_SOURCES
    return writes and any(part in record.name for part in CREDENTIALS)


def _root(record: Record) -> Subject:
    return Subject("root user", f"of {record.actor.account_id or record.account_id}")


def _read_sign_in_change(record: Record, _: Watched) -> Finding | None:
    """Of root, or of nobody that is named: a user's own password is no matter of root."""
    if record.actor.type not in ("Root", ""):
        return None
    return make_finding(record, _kind(record), _severity(record), _root(record), check=CHECK)


def _read_assumed(record: Record, _: Watched) -> Finding | None:
    target = re.search(r"\d{12}", str(record.parameters.get("targetPrincipal") or record.refused_resource()))
    account_id = target[0] if target else record.account_id
    subject = Subject("root user", f"of {account_id}")
    task = record.text("requestParameters", "taskPolicyArn", "arn").rpartition("/")[2]
    return make_finding(
        record,
        _kind(record),
        _severity(record),
        subject,
        account_id=account_id,
        check=CHECK_CENTRAL,
        note=f"Task: {task}" if task else "",
    )


def _read_address(record: Record, _: Watched) -> Finding | None:
    account_id = str(record.parameters.get("accountId") or record.account_id)
    subject = Subject("root user", f"of {account_id}")
    return make_finding(record, _kind(record), _severity(record), subject, account_id=account_id, check=CHECK)


def _read_central(record: Record, _: Watched) -> Finding | None:
    subject = Subject("central root access", "of the organization")
    return make_finding(record, _kind(record), _severity(record), subject, check=CHECK_CENTRAL)


def _kind(record: Record) -> FindingKind:
    return FindingKind.ATTEMPT if record.failed else FindingKind.ROOT


def _severity(record: Record) -> Severity:
    return Severity.MEDIUM if record.failed else Severity.HIGH


KINDS = (
    Kind(
        "RootUser",
        "The root user of an account signs in or calls an API",
        always({**FROM_AWS, "detail": {"userIdentity": {"type": ["Root"]}}}),
        _read_call,
        read_only=True,
        regions=Regions.EVERY,
        members=True,
    ),
    Kind(
        "RootSignInChange",
        "The password or the address of a root user is changed at sign-in",
        always(calls("signin", SIGN_IN_CHANGES)),
        _read_sign_in_change,
        regions=Regions.EVERY,
        members=True,
    ),
    Kind(
        "RootAssumed",
        "Somebody acts as the root user of a member account",
        always(calls("sts", ["AssumeRoot"])),
        _read_assumed,
        read_only=True,
        regions=Regions.EVERY,
    ),
    Kind(
        "RootAddress",
        "The address of a root user is changed",
        always(calls("account", ADDRESS_CALLS)),
        _read_address,
        regions=Regions.GLOBAL,
        members=True,
    ),
    Kind(
        "RootManagement",
        "The central management of root users is switched on or off",
        always(calls("iam", CENTRAL_CALLS)),
        _read_central,
        regions=Regions.GLOBAL,
    ),
)
