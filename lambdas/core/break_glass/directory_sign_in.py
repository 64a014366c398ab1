"""A watched user of the directory signs in to the access portal, or fails to.

AWS facts (Identity Center User Guide, example events for sign-in scenarios): the steps of one sign-in share an
AuthWorkflowID and name the user by its id; UserAuthentication is the last step. CredentialChallenge says Success when
it has only asked.
"""

from lambdas.core.break_glass.acts import make_finding
from lambdas.core.break_glass.finding import Finding, FindingKind, Severity, Subject
from lambdas.core.break_glass.kind import Kind, calls
from lambdas.core.break_glass.lookups import of_sign_in
from lambdas.core.break_glass.record import Record
from lambdas.core.break_glass.watched import Told, Watched

NAMES = ("CredentialVerification", "UserAuthentication")
CHECK = (
    "Is there an emergency that explains it? If not, treat this as an intrusion: disable the user and end its sessions "
    "(Identity Center console, user), then look in CloudTrail for the roles it took."
)
CHECK_FAILED = "Did the person who holds these credentials try? If not, somebody is guessing: reset the password."


def _read(record: Record, watched: Watched) -> Finding | None:
    user_id, user_name = record.actor.user_id, record.text("additionalEventData", "UserName")
    if watched.directory_user(user_id, user_name) is not Told.YES or not (record.failed or _is_last(record)):
        return None
    kind = FindingKind.ATTEMPT if record.failed else FindingKind.USE
    return make_finding(
        record,
        kind,
        Severity.MEDIUM if record.failed else Severity.HIGH,
        Subject("directory user", user_name or user_id),
        session=record.text("additionalEventData", "AuthWorkflowID"),
        act_id=_workflow_id(record, kind),
        check=CHECK_FAILED if record.failed else CHECK,
    )


def _is_last(record: Record) -> bool:
    return record.name == "UserAuthentication" and record.service_details.get(record.name) == "Success"


def _workflow_id(record: Record, kind: FindingKind) -> str:
    """The steps of one sign-in are one act; that it failed first and then succeeded are two."""
    workflow = record.text("additionalEventData", "AuthWorkflowID")
    return f"{workflow}-{kind}" if workflow else ""


KINDS = (
    Kind(
        "BreakGlassDirectoryUser",
        "A watched user of the directory signs in, or somebody tries",
        lambda policy: (calls("signin", NAMES),) if policy.directory_users else (),
        _read,
        lookups=of_sign_in,
    ),
)
