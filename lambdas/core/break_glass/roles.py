"""A break-glass role is assumed: with credentials, by federation, or as the role of a permission set.

AWS facts, all seen in public records: a call across accounts gives one record in each account, with one sharedEventID,
and the target's side names no caller; a refused call may have no requestParameters, and the role then stands only in
errorMessage. Reported in the Region of the STS endpoint that was called.
"""

import re
from collections.abc import Sequence

from lambdas.core.break_glass.acts import make_finding
from lambdas.core.break_glass.finding import Finding, FindingKind, Severity, Subject
from lambdas.core.break_glass.globs import make_wildcard
from lambdas.core.break_glass.kind import Kind, Pattern, calls, split
from lambdas.core.break_glass.lookups import of_use
from lambdas.core.break_glass.record import Record
from lambdas.core.break_glass.watched import RESERVED, Watched, is_id
from lambdas.core.policy import BreakGlass
from lambdas.core.rules import Regions

NAMES = ("AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity")
ROLE_ARN = re.compile(r"arn:aws[\w-]*:iam::(?P<account>\d{12}):role/(?:[\w+=,.@-]+/)*(?P<name>[\w+=,.@-]+)")
CHECK = (
    "Is there an emergency that explains it? If not, treat this as an intrusion: end the role's sessions "
    "(IAM console, role, Revoke sessions), then look in CloudTrail for what the session did."
)
CHECK_REFUSED = (
    "Who tried, and why? If nobody can say: take the caller's credentials away, and look what else it tried."
)


def role_globs(break_glass: BreakGlass) -> list[str]:
    """The globs of watched role names and ARNs: those of the policy, and of the roles behind its permission sets.

    The role of a permission set has its name, never its id: where the policy has an id, every one is let through.
    """
    sets = ["*" if is_id(glob) else glob for glob in break_glass.permission_sets]
    return [*break_glass.roles, *dict.fromkeys(f"AWSReservedSSO_{glob}*" for glob in sets)]


def _patterns(break_glass: BreakGlass) -> Sequence[Pattern]:
    return split(role_globs(break_glass), _make_pattern, "break_glass.roles")


def _make_pattern(globs: Sequence[str]) -> Pattern:
    starts = ["" if glob.startswith("arn:") else "*/" for glob in globs]
    given = [make_wildcard(glob, start) for glob, start in zip(globs, starts, strict=True)]
    refused = [make_wildcard(glob, start or "*", "*") for glob, start in zip(globs, starts, strict=True)]
    return calls("sts", NAMES, **{"$or": [{"requestParameters": {"roleArn": given}}, {"errorMessage": refused}]})


def _read(record: Record, watched: Watched) -> Finding | None:
    given = record.parameters.get("roleArn")
    role = ROLE_ARN.fullmatch(str(given) if given else record.refused_resource())
    if role is None or not watched.role(role[0]):
        return None
    return make_finding(
        record,
        FindingKind.ATTEMPT if record.failed else FindingKind.USE,
        Severity.MEDIUM if record.failed else Severity.HIGH,
        name_role(role["name"]),
        account_id=role["account"],
        session=str(record.parameters.get("roleSessionName") or ""),
        check=CHECK_REFUSED if record.failed else CHECK,
    )


def name_role(name: str) -> Subject:
    """The role, or the permission set it stands for."""
    reserved = RESERVED.fullmatch(name)
    return Subject("permission set", reserved["permission_set"]) if reserved else Subject("role", name)


KINDS = (
    Kind(
        "BreakGlassRole",
        "A break-glass role is assumed, or somebody tries",
        _patterns,
        _read,
        read_only=True,
        regions=Regions.EVERY,
        members=True,
        lookups=of_use,
    ),
)
