"""What has to be looked up before an event can be judged: the policy has names, the event has ids, or the other way.

AWS facts: Identity Center's calls name permission sets, groups and users by id; the access portal and the role of a
permission set have its name.
"""

from dataclasses import dataclass

from lambdas.core.break_glass.record import Record
from lambdas.core.break_glass.watched import RESERVED, is_id
from lambdas.core.policy import BreakGlass


@dataclass(frozen=True, slots=True)
class Lookups:
    """Ids whose names are wanted, and names of permission sets whose ARNs are."""

    permission_set_arns: frozenset[str] = frozenset()
    permission_set_names: frozenset[str] = frozenset()
    group_ids: frozenset[str] = frozenset()
    user_ids: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether there is anything to look up."""
        return bool(self.permission_set_arns or self.permission_set_names or self.group_ids or self.user_ids)

    def __or__(self, other: "Lookups") -> "Lookups":
        """Both."""
        return Lookups(
            self.permission_set_arns | other.permission_set_arns,
            self.permission_set_names | other.permission_set_names,
            self.group_ids | other.group_ids,
            self.user_ids | other.user_ids,
        )

    def that_matter(self, break_glass: BreakGlass) -> "Lookups":
        """Without those that the policy does not need: where it has ids, ids are enough, and names for names."""
        sets, groups, users = break_glass.permission_sets, break_glass.groups, break_glass.directory_users
        return Lookups(
            self.permission_set_arns if any(not is_id(glob) for glob in sets) else frozenset(),
            self.permission_set_names if any(is_id(glob) for glob in sets) else frozenset(),
            self.group_ids if any(not is_id(glob) for glob in groups) else frozenset(),
            self.user_ids if any(not is_id(glob) for glob in users) else frozenset(),
        )


def nothing(_: Record) -> Lookups:
    """The record says itself all that is needed."""
    return Lookups()


def of_call(record: Record) -> Lookups:
    """Of a call about a permission set, a group or a user: all it names. SCIM calls group and user plainly `id`."""
    told = {name: str(value) for name, value in record.parameters.items() if isinstance(value, str) and value}
    of_group = "Group" in record.name or told.get("principalType") == "GROUP"
    plain = _values(told, "id", "principalId")
    return Lookups(
        permission_set_arns=_values(told, "permissionSetArn"),
        group_ids=_values(told, "groupId") | (plain if of_group else frozenset()),
        user_ids=_values(told, "userId") | (frozenset() if of_group else plain),
    )


def of_sign_in(record: Record) -> Lookups:
    """Of a sign-in: the user."""
    return Lookups(user_ids=frozenset({record.actor.user_id} - {""}))


def of_use(record: Record) -> Lookups:
    """Of a use: the permission set, told by the portal or by the name of its role."""
    told = str(record.service_details.get("role_name") or "")
    reserved = RESERVED.search(f"{record.parameters.get('roleArn') or ''} {record.text('errorMessage')}")
    return Lookups(permission_set_names=frozenset({told, reserved["permission_set"] if reserved else ""} - {""}))


def _values(told: dict[str, str], *names: str) -> frozenset[str]:
    return frozenset(told[name] for name in names if name in told)
