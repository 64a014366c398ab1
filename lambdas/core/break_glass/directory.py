"""A watched group of the directory gains or loses a member, or a watched user of it is changed.

AWS facts: three event sources report it, by what was used: sso-directory (the console), identitystore (the public API)
and identitystore-scim (the identity provider). They name groups and users by id; DeleteGroupMembership names neither,
only the membership, and SCIM hides the members. Identity Store's native events ('Group Membership Created', ...) say
neither who acted nor, as far as published, which group: they tell nothing that these records do not.
"""

from lambdas.core.break_glass.acts import make_change
from lambdas.core.break_glass.finding import Finding, Severity, Subject
from lambdas.core.break_glass.kind import BY_OTHERS, Kind, calls
from lambdas.core.break_glass.lookups import of_call
from lambdas.core.break_glass.record import Record
from lambdas.core.break_glass.watched import Told, Watched

SOURCES = ("sso-directory", "identitystore", "identitystore-scim")
GROUP_CALLS = (
    "AddMemberToGroup",
    "RemoveMemberFromGroup",
    "CreateGroupMembership",
    "DeleteGroupMembership",
    "UpdateGroup",
    "UpdateGroupDisplayName",
    "PatchGroup",
    "PutGroup",
    "DeleteGroup",
)
USER_CALLS = (
    "EnableUser",
    "DisableUser",
    "UpdateUser",
    "UpdateUserName",
    "PatchUser",
    "PutUser",
    "DeleteUser",
    "UpdatePassword",
    "StartVirtualMfaDeviceRegistration",
    "CompleteVirtualMfaDeviceRegistration",
    "StartWebAuthnDeviceRegistration",
    "CompleteWebAuthnDeviceRegistration",
    "UpdateMfaDeviceForUser",
    "DeleteMfaDeviceForUser",
)
CHECK_GROUP = (
    "Was this change planned? If not, put the group's members back, and end the sessions of whoever was added "
    "(Identity Center console, user, Active sessions)."
)
CHECK_USER = (
    "Was this change planned? If not, check the user's state, password and MFA, and put them back: in an emergency the "
    "user may not get in, or somebody else may."
)
CHECK_UNKNOWN = "The event does not tell which one. Look it up; the rest only matters if it is break glass."


def _read_group(record: Record, watched: Watched) -> Finding | None:
    group_id = _named(record, "groupId")
    told = watched.group(group_id)
    if told is Told.NO:
        return None
    severity, check = (Severity.HIGH, CHECK_GROUP) if told is Told.YES else (Severity.LOW, CHECK_UNKNOWN)
    name = watched.names.groups.get(group_id) or group_id or "not told"
    return make_change(record, severity, Subject("group", name), check=check)


def _read_user(record: Record, watched: Watched) -> Finding | None:
    user_id = _named(record, "userId")
    told = watched.directory_user(user_id)
    if told is Told.NO:
        return None
    severity, check = (Severity.HIGH, CHECK_USER) if told is Told.YES else (Severity.LOW, CHECK_UNKNOWN)
    return make_change(record, severity, Subject("directory user", user_id or "not told"), check=check)


def _named(record: Record, parameter: str) -> str:
    """SCIM calls it plainly `id`."""
    return str(record.parameters.get(parameter) or record.parameters.get("id") or "")


KINDS = (
    Kind(
        "BreakGlassGroupChange",
        "A break-glass group gains or loses a member, or is changed",
        lambda policy: (calls(SOURCES, GROUP_CALLS, **BY_OTHERS),) if policy.groups else (),
        _read_group,
        lookups=of_call,
    ),
    Kind(
        "BreakGlassDirectoryUserChange",
        "A break-glass user of the directory is changed",
        lambda policy: (calls(SOURCES, USER_CALLS, **BY_OTHERS),) if policy.directory_users else (),
        _read_user,
        lookups=of_call,
    ),
)
