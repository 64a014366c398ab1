"""Names for what no rule knows: a plan names what the policy names, and people want to read the rest as well."""

from collections.abc import Iterable
from dataclasses import replace

from lambdas.core.assignments import Assignment, Names, PrincipalType
from lambdas.inventory import PermissionSets
from lambdas.ports import IdentityStore


def name_all(
    names: Names, assignments: Iterable[Assignment], store: IdentityStore, permission_sets: PermissionSets
) -> Names:
    """The same names, and those of every principal and permission set of these assignments that AWS knows."""
    there = list(assignments)
    unnamed = {a.principal_id: a.principal_type for a in there if a.principal_id not in names.principals}
    groups = sorted(principal_id for principal_id, kind in unnamed.items() if kind is PrincipalType.GROUP)
    users = [store.describe_user(principal_id) for principal_id in sorted(unnamed.keys() - set(groups))]
    found = store.describe_groups(groups) | {user.id: user.user_name for user in users if user is not None}
    arns = {assignment.permission_set_arn for assignment in there}
    sets = permission_sets.list_names() if arns - names.permission_sets.keys() else {}
    return replace(names, principals={**found, **names.principals}, permission_sets={**sets, **names.permission_sets})
