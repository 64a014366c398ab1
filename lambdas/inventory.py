"""What a reading of all that exists needs beside `lambdas.ports`: the command line's `import`, `explain` and `report`.

As there: a list is complete or an error, and nothing but the errors of `core.errors` is raised.
"""

from dataclasses import dataclass
from typing import Protocol

from lambdas.core.policy import PermissionSet
from lambdas.ports import IdentityCenter, Organization, User


@dataclass(frozen=True, slots=True)
class StoredPermissionSet:
    """A permission set as Identity Center has it, whoever made it."""

    arn: str
    name: str
    definition: PermissionSet


class PermissionSets(Protocol):
    """The permission sets of the organization instance, read only."""

    def list_permission_sets(self) -> tuple[StoredPermissionSet, ...]:
        """All of them with all they hold, by name. RejectError for one that access.yaml cannot describe."""
        ...

    def list_names(self) -> dict[str, str]:
        """ARN -> name of all of them."""
        ...


class Directory(Protocol):
    """Everybody in the directory, read only."""

    def list_groups(self) -> dict[str, str]:
        """Id -> display name of every group."""
        ...

    def list_users(self) -> tuple[User, ...]:
        """Every user."""
        ...

    def list_members(self, group_id: str) -> tuple[str, ...]:
        """The ids of the users in the group."""
        ...


class Inventory(Protocol):
    """Everything that exists."""

    @property
    def organization(self) -> Organization: ...  # noqa: D102 - the types say it
    @property
    def center(self) -> IdentityCenter: ...  # noqa: D102
    @property
    def permission_sets(self) -> PermissionSets: ...  # noqa: D102
    @property
    def directory(self) -> Directory: ...  # noqa: D102
