"""The credentials of a break-glass permission set are fetched from the access portal.

AWS facts (captured in public): GetRoleCredentials is a read-only service event of sso.amazonaws.com in the account that
owns the instance, in the Region where the portal was used; permission set and account stand in serviceEventDetails.
Federate, the hop to the console, names neither role nor account: that hop is seen as AssumeRoleWithSAML in the account.
"""

from collections.abc import Sequence

from lambdas.core.break_glass.acts import make_finding
from lambdas.core.break_glass.finding import Finding, FindingKind, Severity, Subject
from lambdas.core.break_glass.globs import make_wildcard
from lambdas.core.break_glass.kind import Kind, Pattern, calls, split
from lambdas.core.break_glass.lookups import of_use
from lambdas.core.break_glass.record import Record
from lambdas.core.break_glass.watched import Watched, is_id
from lambdas.core.policy import BreakGlass

CHECK = (
    "Is there an emergency that explains it? If not, treat this as an intrusion: remove the assignment, end the user's "
    "sessions (Identity Center console, user, Active sessions; IAM console, role, Revoke sessions)."
)


def _patterns(break_glass: BreakGlass) -> Sequence[Pattern]:
    globs = ["*" if is_id(glob) else glob for glob in break_glass.permission_sets]
    return split(list(dict.fromkeys(globs)), _make_pattern, "break_glass.permission_sets")


def _make_pattern(globs: Sequence[str]) -> Pattern:
    names = [make_wildcard(glob) for glob in globs]
    return calls("sso", ["GetRoleCredentials"], serviceEventDetails={"role_name": names})


def _read(record: Record, watched: Watched) -> Finding | None:
    name = str(record.service_details.get("role_name") or "")
    if not name or not watched.permission_set_name(name):
        return None
    return make_finding(
        record,
        FindingKind.ATTEMPT if record.failed else FindingKind.USE,
        Severity.MEDIUM if record.failed else Severity.HIGH,
        Subject("permission set", name),
        account_id=str(record.service_details.get("account_id") or ""),
        check=CHECK,
    )


KINDS = (
    Kind(
        "BreakGlassPortal",
        "Credentials of a break-glass permission set are fetched from the access portal",
        _patterns,
        _read,
        read_only=True,
        lookups=of_use,
    ),
)
