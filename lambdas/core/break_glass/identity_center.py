"""A watched permission set is changed, or who has it where.

AWS facts: the calls name a permission set by its ARN only, and only CreatePermissionSet has the name; the record of an
assignment says that it was asked for, not that it is done. What the policy has by name can be told from other
permission sets when somebody has looked the ARN up; where nobody has, the finding says so and is of low severity.
"""

from lambdas.core.break_glass.acts import make_change
from lambdas.core.break_glass.finding import Finding, Severity, Subject
from lambdas.core.break_glass.kind import BY_OTHERS, Kind, calls
from lambdas.core.break_glass.lookups import of_call
from lambdas.core.break_glass.record import Record
from lambdas.core.break_glass.watched import Told, Watched
from lambdas.core.signal_kinds.identity_center import ASSIGNING, DEFINING

CALLS = (*ASSIGNING, *DEFINING)
CHECK = (
    "Was this change planned? If not, put the permission set and its assignments back as the policy has them "
    "(gatehouse plan says what differs), and end the caller's sessions."
)
CHECK_UNKNOWN = "The event has only the id. Look up which one it is; the rest only matters if it is break glass."


def _read(record: Record, watched: Watched) -> Finding | None:
    arn = str(record.parameters.get("permissionSetArn") or record.refused_resource())
    name = str(record.parameters.get("name") or watched.names.permission_sets.get(arn, ""))
    told = _is_watched(arn, name, str(record.parameters.get("principalId") or ""), watched)
    if told is Told.NO:
        return None
    severity, check = (Severity.HIGH, CHECK) if told is Told.YES else (Severity.LOW, CHECK_UNKNOWN)
    return make_change(record, severity, Subject("permission set", name or arn or "not told"), check=check)


def _is_watched(arn: str, name: str, principal_id: str, watched: Watched) -> Told:
    """An assignment counts by its permission set, and by its group or user."""
    of_set = (Told.YES if watched.permission_set_name(name) else Told.NO) if name else watched.permission_set(arn)
    principals = (watched.group(principal_id), watched.directory_user(principal_id)) if principal_id else ()
    return Told.YES if Told.YES in (of_set, *principals) else of_set


KINDS = (
    Kind(
        "BreakGlassPermissionSetChange",
        "A break-glass permission set is changed, or who has it",
        lambda policy: (
            (calls("sso", CALLS, **BY_OTHERS),)
            if policy.permission_sets or policy.groups or policy.directory_users
            else ()
        ),
        _read,
        lookups=of_call,
    ),
)
