"""Fakes of what reads everything that exists, over the same small world."""

from dataclasses import dataclass

from lambdas.core.policy import PermissionSet
from lambdas.inventory import StoredPermissionSet
from lambdas.ports import User
from tests.flows.fakes import FakeCenter, FakeOrganization, FakePorts, FakeStore


@dataclass
class FakePermissionSets:
    center: FakeCenter
    lists: int = 0

    def list_permission_sets(self) -> tuple[StoredPermissionSet, ...]:
        return tuple(StoredPermissionSet(arn, name, PermissionSet()) for arn, name in self.list_names().items())

    def list_names(self) -> dict[str, str]:
        self.lists += 1
        return {arn: name for name, arn in self.center.permission_sets.items()}


@dataclass
class FakeDirectory:
    store: FakeStore

    def list_groups(self) -> dict[str, str]:
        return {group_id: name for name, group_id in self.store.groups.items()}

    def list_users(self) -> tuple[User, ...]:
        return tuple(self.store.users.values())

    def list_members(self, group_id: str) -> tuple[str, ...]:
        return tuple(
            m.user_id
            for user_id in self.store.users
            for m in self.store.list_memberships(user_id)
            if m.group_id == group_id
        )


@dataclass
class FakeInventory:
    organization: FakeOrganization
    center: FakeCenter
    permission_sets: FakePermissionSets
    directory: FakeDirectory

    @classmethod
    def of(cls, ports: FakePorts) -> "FakeInventory":
        sets, directory = FakePermissionSets(ports.center), FakeDirectory(ports.store)
        return cls(ports.organization, ports.center, sets, directory)
