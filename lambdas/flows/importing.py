"""Reads everything that exists, for a policy that describes it."""

from collections.abc import Callable
from datetime import date

from lambdas.core.assignments import Assignment, PrincipalType
from lambdas.core.errors import RetryError
from lambdas.core.imported import Existing, Imported, make_imported
from lambdas.inventory import Inventory


def import_access(inventory: Inventory, today: date, watch: Callable[[int, int], None]) -> Imported:
    """The policy of what there is. `watch` is told how many principals of how many were read."""
    return make_imported(read_existing(inventory, watch), today)


def read_existing(inventory: Inventory, watch: Callable[[int, int], None]) -> Existing:
    """Everything that exists, and who holds what where.

    Any read that fails ends it: half an import would be a policy that takes the other half away, and half a review one
    that hides it.
    """
    groups = inventory.directory.list_groups()
    users = {user.id: user.user_name for user in inventory.directory.list_users()}
    accounts = inventory.organization.list_accounts()
    stored = {found.arn: (found.name, found.definition) for found in inventory.permission_sets.list_permission_sets()}
    assignments: list[Assignment] = []
    principals = [(PrincipalType.GROUP, i) for i in groups] + [(PrincipalType.USER, i) for i in users]
    for count, (kind, principal_id) in enumerate(principals, start=1):
        assignments += inventory.center.list_assignments_of(kind, principal_id)
        watch(count, len(principals))
    if {assignment.permission_set_arn for assignment in assignments} - stored.keys():
        raise RetryError("a permission set was made while everything was being read: run it again")
    return Existing(accounts, stored, groups, users, tuple(assignments))
