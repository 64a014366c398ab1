"""Service-managed StackSets: a stack in every account of some OUs, and in every account that comes there."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.emulator.identity.organization import records
from sandbox.emulator.identity.organization.records import Record, in_management
from sandbox.emulator.identity.organization.tree import path_of
from sandbox.emulator.member_stacks import (
    Place,
    Template,
    create_stack,
    delete_stack,
    read_template,
    stack_exists,
    update_stack,
)
from sandbox.home import MANAGEMENT_ACCOUNT_ID

Properties = dict[str, Any]


@dataclass
class StackSet:
    """One StackSet: what it deploys where, and the name of each stack it has made, by place."""

    set_id: str
    properties: Properties
    template: Template
    stacks: dict[Place, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What people call it."""
        return str(self.properties["StackSetName"])

    @property
    def follows(self) -> bool:
        """Whether accounts that come and go get and lose their stacks by themselves."""
        return str(self.properties.get("AutoDeployment", {}).get("Enabled", "")).lower() == "true"

    @property
    def leaves_stacks(self) -> bool:
        """Whether an account that goes keeps its stacks."""
        return str(self.properties.get("AutoDeployment", {}).get("RetainStacksOnAccountRemoval", "")).lower() == "true"


class StackSets:
    """All StackSets, which the organization tells when an account has come, moved or gone."""

    def __init__(self) -> None:
        self._by_id: dict[str, StackSet] = {}

    def create(self, properties: Properties) -> str:
        """Make one and its stacks; returns its id, `<name>:<uuid>`. A template that cannot be raises ValueError."""
        if properties.get("PermissionModel") != "SERVICE_MANAGED":
            raise ValueError("The sandbox has StackSets of the permission model SERVICE_MANAGED only.")
        made = StackSet(f"{properties['StackSetName']}:{uuid.uuid4()}", properties, read_template(properties))
        self._by_id[made.set_id] = made
        try:
            self._bring(made)
        except ValueError:
            self.delete(made.set_id)
            raise
        return made.set_id

    def update(self, set_id: str, properties: Properties) -> None:
        """Bring all stacks to the new template, and make or delete what the new targets ask for."""
        found = self._by_id[set_id]
        found.properties, found.template = properties, read_template(properties)
        for place, stack_name in found.stacks.items():
            update_stack(place, stack_name, found.template)
        self._bring(found)

    def delete(self, set_id: str) -> None:
        """Delete it and all its stacks."""
        found = self._by_id.pop(set_id, None)
        for place, stack_name in (found.stacks if found else {}).items():
            delete_stack(place, stack_name)

    def find(self, name: str) -> StackSet | None:
        """By its name or its id."""
        return next((one for one in self._by_id.values() if name in (one.name, one.set_id)), None)

    def follow(self) -> None:
        """An account has come, moved or gone: bring every StackSet that follows the organization."""
        for one in self._by_id.values():
            if one.follows:
                self._bring(one)

    @staticmethod
    def _bring(stack_set: StackSet) -> None:
        wanted = set(in_management(lambda _payload: {"places": list(_places(stack_set.properties))})({})["places"])
        for place in sorted(stack_set.stacks.keys() - wanted):
            stack_name = stack_set.stacks.pop(place)
            if not stack_set.leaves_stacks and stack_exists(place, stack_name):
                delete_stack(place, stack_name)
        for place in sorted(wanted - stack_set.stacks.keys()):
            stack_name = f"StackSet-{stack_set.properties['StackSetName']}-{uuid.uuid4()}"
            create_stack(place, stack_name, stack_set.template)
            stack_set.stacks[place] = stack_name


def _places(properties: Properties) -> Iterator[Place]:
    """Account and Region of every stack there should be. The management account never has one, as in AWS."""
    for group in properties.get("StackInstancesGroup", []):
        targets = group["DeploymentTargets"]
        for account_id, account in records.accounts().items():
            if account_id != MANAGEMENT_ACCOUNT_ID and account["Status"] == "ACTIVE" and _is_meant(account, targets):
                yield from ((account_id, region) for region in group["Regions"])


def _is_meant(account: Record, targets: Properties) -> bool:
    """In one of the OUs, however deep, and among the accounts that the filter leaves."""
    inside = any(f"/{unit_id}/" in path_of(account) for unit_id in targets.get("OrganizationalUnitIds", []))
    named = account["Id"] in targets.get("Accounts", [])
    kind = targets.get("AccountFilterType", "NONE")
    return inside and {"INTERSECTION": named, "DIFFERENCE": not named}.get(kind, True)
