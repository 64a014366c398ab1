"""A watched IAM role or user is changed: trust, policies, boundary, credentials, existence.

AWS facts: IAM reports in us-east-1 only. A refused call may have no requestParameters; its errorMessage then has
"on resource: role NAME". A user's call about itself may name no user. What Identity Center does to its roles after an
assignment is a service's work (`invokedBy: sso.amazonaws.com`, or its service-linked role).
"""

from collections.abc import Callable, Sequence

from lambdas.core.break_glass.acts import make_change
from lambdas.core.break_glass.finding import Finding, Severity, Subject
from lambdas.core.break_glass.globs import make_wildcard
from lambdas.core.break_glass.kind import Kind, Pattern, calls, split
from lambdas.core.break_glass.record import Record
from lambdas.core.break_glass.roles import name_role, role_globs
from lambdas.core.break_glass.watched import Watched, last_part
from lambdas.core.rules import Regions

ROLE_CALLS = (
    "UpdateAssumeRolePolicy",
    "CreateRole",
    "UpdateRole",
    "DeleteRole",
    "AttachRolePolicy",
    "DetachRolePolicy",
    "PutRolePolicy",
    "DeleteRolePolicy",
    "PutRolePermissionsBoundary",
    "DeleteRolePermissionsBoundary",
    "AddRoleToInstanceProfile",
)
USER_CALLS = (
    "CreateUser",
    "UpdateUser",
    "DeleteUser",
    "EnableMFADevice",
    "DeactivateMFADevice",
    "ResyncMFADevice",
    "CreateLoginProfile",
    "UpdateLoginProfile",
    "DeleteLoginProfile",
    "ChangePassword",
    "CreateAccessKey",
    "UpdateAccessKey",
    "DeleteAccessKey",
    "AttachUserPolicy",
    "DetachUserPolicy",
    "PutUserPolicy",
    "DeleteUserPolicy",
    "PutUserPermissionsBoundary",
    "DeleteUserPermissionsBoundary",
    "AddUserToGroup",
    "RemoveUserFromGroup",
)
CHECK_ROLE = (
    "Was this change planned? If not, compare trust policy, permissions and boundary with what you rolled out, put "
    "them back, and end the caller's sessions: in an emergency the role may not work, or somebody else may use it."
)
CHECK_USER = (
    "Was this change planned? If not, check the user's password, MFA, keys and policies, put them back, and end the "
    "caller's sessions: in an emergency the user may not get in, or somebody else may."
)


def _role_pattern(globs: Sequence[str]) -> Pattern:
    return calls("iam", ROLE_CALLS, **{"$or": _arms("roleName", globs)})


def _user_pattern(globs: Sequence[str]) -> Pattern:
    itself = {"userIdentity": {"userName": [make_wildcard(last_part(glob)) for glob in globs]}}
    return calls("iam", USER_CALLS, **{"$or": [*_arms("userName", globs), itself]})


def _arms(parameter: str, globs: Sequence[str]) -> list[Pattern]:
    names = [last_part(glob) for glob in globs]
    return [
        {"requestParameters": {parameter: [make_wildcard(name) for name in names]}},
        {"errorMessage": [make_wildcard(name, "*", "*") for name in names]},
    ]


def _read_role(record: Record, watched: Watched) -> Finding | None:
    name = _named(record, "roleName", "role")
    if not _is_watched(name, watched.role):
        return None
    return make_change(record, Severity.HIGH, name_role(name.rpartition("/")[2]), check=CHECK_ROLE)


def _read_user(record: Record, watched: Watched) -> Finding | None:
    name = _named(record, "userName", "user") or record.actor.user_name
    if not _is_watched(name, watched.user):
        return None
    return make_change(record, Severity.HIGH, Subject("IAM user", name.rpartition("/")[2]), check=CHECK_USER)


def _named(record: Record, parameter: str, kind: str) -> str:
    return str(record.parameters.get(parameter) or record.refused_resource(kind))


def _is_watched(name: str, watches: Callable[[str], bool]) -> bool:
    return bool(name) and watches(name)


KINDS = (
    Kind(
        "BreakGlassRoleChange",
        "A break-glass role is changed",
        lambda policy: split(role_globs(policy), _role_pattern, "break_glass.roles"),
        _read_role,
        regions=Regions.GLOBAL,
        members=True,
    ),
    Kind(
        "BreakGlassUserChange",
        "A break-glass user of IAM is changed",
        lambda policy: split(policy.users, _user_pattern, "break_glass.users"),
        _read_user,
        regions=Regions.GLOBAL,
        members=True,
    ),
)
