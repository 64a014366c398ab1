"""The models of access.yaml, and nothing else.

Read with line and column by `policy_file`, at synth and by the command line; at run time loaded from the compiled JSON
with `Policy.model_validate_json`. A model holds what is true of one value alone; what must be true between values (a
permission set that a rule names exists) is checked by `policy_file`, which can say where.
"""

from typing import Annotated

from pydantic import BeforeValidator, Field

from lambdas.core.policy.access import AccessRule, PolicyException, number
from lambdas.core.policy.break_glass import BreakGlass, Protect
from lambdas.core.policy.fields import Model
from lambdas.core.policy.permission_sets import (
    CustomerManagedPolicy,
    PermissionsBoundary,
    PermissionSet,
    PermissionSetName,
)
from lambdas.core.policy.safety import Drift, MaxRevokes, Safety, Unmanaged
from lambdas.core.policy.selectors import Condition, Selector
from lambdas.core.policy.workers import Directory, Leaver, Mover, OnDisabled, Workers

__all__ = [
    "AccessRule",
    "BreakGlass",
    "Condition",
    "CustomerManagedPolicy",
    "Directory",
    "Drift",
    "Leaver",
    "MaxRevokes",
    "Mover",
    "OnDisabled",
    "PermissionSet",
    "PermissionsBoundary",
    "Policy",
    "PolicyException",
    "Protect",
    "Safety",
    "Selector",
    "Unmanaged",
    "Workers",
]


class Policy(Model):
    """access.yaml: who gets what where, why, and what is never touched."""

    permission_sets: dict[PermissionSetName, PermissionSet] = Field(default={})
    """The job functions, by name; the stack creates them in Identity Center."""
    access: Annotated[tuple[AccessRule, ...], BeforeValidator(number, json_schema_input_type=list[AccessRule])] = ()
    """The rules: a group holds a permission set in the accounts a selector means."""
    workers: Workers = Workers()
    """What HR says, turned into groups; movers and leavers."""
    exceptions: Annotated[
        tuple[PolicyException, ...], BeforeValidator(number, json_schema_input_type=list[PolicyException])
    ] = ()
    """Single users' access beside the rules: named, owned, and it ends."""
    break_glass: BreakGlass = BreakGlass()
    """Access for emergencies: never touched by a plan, never used unseen."""
    safety: Safety = Safety()
    """How far Gatehouse may go by itself."""

    def promises(self) -> tuple[AccessRule | PolicyException, ...]:
        """Everything that gives access: the rules, then the exceptions."""
        return (*self.access, *self.exceptions)

    def tag_keys(self) -> frozenset[str]:
        """The keys of every tag of accounts that a selector looks at."""
        return frozenset(key for item in self.promises() for key in item.accounts.tag_keys())

    def uses_tags(self) -> bool:
        """Whether any selector looks at tags, which AWS tells of one account at a time."""
        return bool(self.tag_keys())
