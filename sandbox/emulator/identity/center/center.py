"""Identity Center as a whole: its parts, wired."""

from sandbox.emulator.identity.center.assigning import Assigning
from sandbox.emulator.identity.center.assignment_lists import AssignmentLists
from sandbox.emulator.identity.center.assignments import Assignments
from sandbox.emulator.identity.center.instance import Instances
from sandbox.emulator.identity.center.permission_set_policies import PermissionSetPolicies
from sandbox.emulator.identity.center.permission_set_tags import PermissionSetTags
from sandbox.emulator.identity.center.permission_sets import PermissionSets
from sandbox.emulator.identity.center.provisioning import Provisioning
from sandbox.emulator.identity.center.requests import PairLocks, Requests
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.faults import Faults
from sandbox.emulator.identity.wire.later import Later
from sandbox.emulator.identity.wire.settings import Settings


class IdentityCenter:
    """The instance's state and its operations."""

    def __init__(self, settings: Settings, faults: Faults, later: Later) -> None:
        self.instances = Instances()
        locks = PairLocks()
        creations, deletions, provisionings = (Requests(locks, later, settings) for _kind in range(3))
        self.assignments = Assignments()
        self.permission_sets = PermissionSets()
        self.permission_sets.in_use = lambda arn: bool(self.assignments.accounts_of_set(arn))
        self.policies = PermissionSetPolicies(self.permission_sets)
        self.tags = PermissionSetTags(self.permission_sets)
        self.assigning = Assigning(
            self.assignments,
            self.permission_sets,
            creations=creations,
            deletions=deletions,
            settings=settings,
            faults=faults,
        )
        self.lists = AssignmentLists(self.assignments, self.permission_sets)
        self.provisioning = Provisioning(self.assignments, self.permission_sets, provisionings, faults)

    def operations(self) -> dict[str, Operation]:
        """Every operation of sso-admin the sandbox has."""
        return {
            **self.instances.operations(),
            **self.permission_sets.operations(),
            **self.policies.operations(),
            **self.tags.operations(),
            **self.assigning.operations(),
            **self.lists.operations(),
            **self.provisioning.operations(),
        }
