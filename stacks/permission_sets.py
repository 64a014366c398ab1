"""The permission sets of the policy: what each job function may do in an account."""

import re
from collections.abc import Iterable
from datetime import timedelta
from fnmatch import fnmatchcase

import aws_cdk as cdk
from aws_cdk.aws_sso import CfnPermissionSet
from constructs import Construct

from lambdas.core.policy import PermissionsBoundary, PermissionSet, Policy
from stacks.arns import Arns
from stacks.settings import DeploymentSettings
from stacks.tags import tag

# As it ends a permission set's ARN (sso-admin service model).
ID = re.compile(r"ps-[a-zA-Z0-9./-]{16}")


class PermissionSetsStack(cdk.Stack):
    """One AWS::SSO::PermissionSet for each entry of `permission_sets`, under the entry's name."""

    def __init__(self, scope: Construct, name: str, *, settings: DeploymentSettings, policy: Policy) -> None:
        environment = cdk.Environment(account=settings.management_account_id, region=settings.home_region)
        super().__init__(scope, name, env=environment, description="Gatehouse: the permission sets of the policy")
        tag(self, "permission-sets")
        self._settings = settings
        self._made = {entry: self._make(entry, found) for entry, found in policy.permission_sets.items()}

    def break_glass_arns(self, names: Iterable[str]) -> list[str]:
        """The ARNs of those that `names` covers, as the policy's break glass has them: globs, or ids ps-...

        The home stack reads them from this one. The references are weak (cdk.json): with strong ones CloudFormation
        would refuse to drop a break-glass permission set from the policy, because the home stack still uses it.
        """
        globs = tuple(names)
        made = [found.attr_permission_set_arn for entry, found in self._made.items() if _covered(entry, globs)]
        return made + [Arns(self._settings).permission_set(glob) for glob in globs if ID.fullmatch(glob)]

    def _make(self, name: str, entry: PermissionSet) -> CfnPermissionSet:
        """There is no L2. The level between keeps apart what differs only in characters a logical id cannot hold."""
        partition = self._settings.partition
        return CfnPermissionSet(
            Construct(self, name),
            "Resource",
            name=name,
            instance_arn=self._settings.instance_arn,
            description=entry.description or None,
            session_duration=_iso_8601(entry.session),
            relay_state_type=entry.relay_state or None,
            managed_policies=[_managed_policy_arn(found, partition) for found in entry.managed_policies],
            customer_managed_policy_references=[
                CfnPermissionSet.CustomerManagedPolicyReferenceProperty(name=found.name, path=found.path)
                for found in entry.customer_managed_policies
            ],
            inline_policy=entry.inline_policy or None,
            permissions_boundary=_boundary(entry.permissions_boundary, partition),
        )


def _covered(name: str, globs: Iterable[str]) -> bool:
    return any(fnmatchcase(name, glob) for glob in globs)


def _iso_8601(session: timedelta) -> str:
    seconds = int(session.total_seconds())
    parts = ((seconds // 3600, "H"), (seconds // 60 % 60, "M"), (seconds % 60, "S"))
    return "PT" + "".join(f"{amount}{unit}" for amount, unit in parts if amount)


def _managed_policy_arn(policy: str, partition: str) -> str:
    """From a name, with its path where AWS gives it one ('job-function/Billing'); an ARN stays as it is."""
    return policy if policy.startswith("arn:") else f"arn:{partition}:iam::aws:policy/{policy}"


def _boundary(
    boundary: PermissionsBoundary | None, partition: str
) -> CfnPermissionSet.PermissionsBoundaryProperty | None:
    if boundary is None:
        return None
    if boundary.customer_managed_policy is None:
        arn = _managed_policy_arn(boundary.managed_policy, partition)
        return CfnPermissionSet.PermissionsBoundaryProperty(managed_policy_arn=arn)
    name, path = boundary.customer_managed_policy.name, boundary.customer_managed_policy.path
    reference = CfnPermissionSet.CustomerManagedPolicyReferenceProperty(name=name, path=path)
    return CfnPermissionSet.PermissionsBoundaryProperty(customer_managed_policy_reference=reference)
