"""`/_local/seed`: an organization of any size in one call, without quotas, delays, events or records."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.emulator.identity.center.assignments import Assignment
from sandbox.emulator.identity.center.center import IdentityCenter
from sandbox.emulator.identity.directory.directory import Directory
from sandbox.emulator.identity.organization import records
from sandbox.emulator.identity.organization.account_creation import make_account
from sandbox.emulator.identity.organization.records import in_management
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.local_routes import LocalRequestError

Ids = dict[str, str]


class Seeding:
    """Makes what a benchmark reads. It holds the server's event loop until all of it is there.

    | member          | each item                                                                    |
    | --------------- | ---------------------------------------------------------------------------- |
    | accounts        | CreateAccount's members, and `ParentId` (the root when left out)             |
    | permission_sets | CreatePermissionSet's members, without InstanceArn                           |
    | groups, users   | CreateGroup's and CreateUser's members, without IdentityStoreId              |
    | memberships     | [group, user]                                                                |
    | assignments     | [account, permission set, "GROUP" or "USER", principal]                      |

    The last two name what this call makes by AccountName, Name, DisplayName, UserName, and anything else by its id.
    """

    def __init__(self, center: IdentityCenter, directory: Directory) -> None:
        self._center = center
        self._directory = directory

    def seed(self, body: dict[str, Any]) -> dict[str, Any]:
        """The ids by name, `{accounts: {...}, permission_sets: ..., groups: ..., users: ...}`.

        What AWS would refuse raises LocalRequestError; what was made before it stays.
        """
        try:
            return in_management(self._seed)(body)
        except (AwsError, KeyError, TypeError, ValueError) as error:
            raise LocalRequestError(f"not seeded: {error!r}") from error

    def _seed(self, body: dict[str, Any]) -> dict[str, Any]:
        sets, directory = self._center.permission_sets, self._directory
        makers: Mapping[str, tuple[str, Callable[[dict[str, Any]], str]]] = {
            "accounts": ("AccountName", _make_account),
            "permission_sets": ("Name", lambda item: str(sets.create(item)["PermissionSet"]["PermissionSetArn"])),
            "groups": ("DisplayName", lambda item: str(directory.groups.add(item)["GroupId"])),
            "users": ("UserName", lambda item: str(directory.users.add(item)["UserId"])),
        }
        made = {kind: {item[name]: make(item) for item in body.get(kind, [])} for kind, (name, make) in makers.items()}
        for group, user in body.get("memberships", []):
            directory.memberships.add(made["groups"].get(group, group), made["users"].get(user, user))
        self._assign(body.get("assignments", []), made)
        return made

    def _assign(self, items: list[list[str]], made: dict[str, Ids]) -> None:
        accounts = records.accounts()
        principals = {"GROUP": made["groups"], "USER": made["users"]}
        for account, permission_set, kind, principal in items:
            assignment = Assignment(
                made["accounts"].get(account, account),
                made["permission_sets"].get(permission_set, permission_set),
                kind,
                principals[kind].get(principal, principal),
            )
            if assignment.account_id not in accounts or not self._directory.has_principal(*assignment[2:]):
                raise LocalRequestError(f"not seeded: there is no such account or principal: {assignment}")
            found = self._center.permission_sets.find({"PermissionSetArn": assignment.permission_set_arn})
            self._center.assignments.add(assignment, found.revision)


def _make_account(item: dict[str, Any]) -> str:
    parent_id = item.get("ParentId") or records.root_id()
    records.find_parent(parent_id)
    return make_account(item, parent_id)
