"""AWS::CloudFormation::StackSet, service-managed."""

from sandbox.emulator.identity.stack_sets import StackSets
from sandbox.emulator.identity.templates.types import Made, Properties


class StackSetType:
    """`Ref` and the attribute `StackSetId` are its id. Another name makes a new one and deletes the old."""

    def __init__(self, stack_sets: StackSets) -> None:
        self._stack_sets = stack_sets

    def create(self, _logical_id: str, properties: Properties, _stack: str) -> Made:
        """Make it and its stacks; a template that cannot be deployed fails the stack that asked for it."""
        set_id = self._stack_sets.create(properties)
        return set_id, {"StackSetId": set_id}

    def update(self, physical_id: str, old: Properties, new: Properties, stack: str) -> Made:
        """Bring it and its stacks to the new properties."""
        if old["StackSetName"] != new["StackSetName"]:
            made = self.create("", new, stack)
            self.delete(physical_id, old)
            return made
        self._stack_sets.update(physical_id, new)
        return physical_id, {"StackSetId": physical_id}

    def delete(self, physical_id: str, _properties: Properties) -> None:
        """Delete it and its stacks; one that is gone already is no error."""
        self._stack_sets.delete(physical_id)
