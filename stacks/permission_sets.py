"""The permission sets of the policy: what each job function may do in an account."""

from collections.abc import Iterable
from datetime import timedelta
from fnmatch import fnmatchcase

import aws_cdk as cdk
from aws_cdk import aws_sso as sso
from constructs import Construct

from lambdas.core.policy import PermissionSet, Policy
from stacks.arns import Arns
from stacks.settings import DeploymentSettings


class PermissionSetsStack(cdk.Stack):
    """One AWS::SSO::PermissionSet for each entry of `permission_sets`, under the entry's name."""

    def __init__(self, scope: Construct, name: str, *, settings: DeploymentSettings, policy: Policy) -> None:
        environment = cdk.Environment(account=settings.management_account_id, region=settings.home_region)
        super().__init__(scope, name, env=environment, description="Gatehouse: the permission sets of the policy")
        self._settings = settings
        self._made = {entry: self._make(entry, found) for entry, found in policy.permission_sets.items()}

    def break_glass_arns(self, names: Iterable[str]) -> list[str]:
        """The ARNs of those that `names` covers, as the policy's break glass has them: globs, or ids ps-...

        The home stack imports them: to drop a break-glass permission set from the policy, deploy the home stack first
        (`cdk deploy --exclusively Gatehouse`), since CloudFormation keeps what another stack still uses.
        """
        globs = tuple(names)
        made = [found.attr_permission_set_arn for entry, found in self._made.items() if _covered(entry, globs)]
        return made + [Arns(self._settings).permission_set(glob) for glob in globs if glob.startswith("ps-")]

    def _make(self, name: str, entry: PermissionSet) -> sso.CfnPermissionSet:
        """There is no L2. The level between keeps apart what differs only in characters a logical id cannot hold."""
        return sso.CfnPermissionSet(
            Construct(self, name),
            "Resource",
            name=name,
            instance_arn=self._settings.instance_arn,
            description=entry.description or None,
            session_duration=_iso_8601(entry.session),
            relay_state_type=entry.relay_state or None,
            managed_policies=[
                _managed_policy_arn(policy, self._settings.partition) for policy in entry.managed_policies
            ],
            customer_managed_policy_references=[
                sso.CfnPermissionSet.CustomerManagedPolicyReferenceProperty(name=policy.name, path=policy.path)
                for policy in entry.customer_managed_policies
            ],
            inline_policy=entry.inline_policy or None,
        )


def _covered(name: str, globs: Iterable[str]) -> bool:
    return any(fnmatchcase(name, glob) for glob in globs)


def _iso_8601(session: timedelta) -> str:
    """As AWS takes it: PT1H to PT12H, to the minute."""
    hours, minutes = divmod(session // timedelta(minutes=1), 60)
    return f"PT{hours}H" + (f"{minutes}M" if minutes else "")


def _managed_policy_arn(policy: str, partition: str) -> str:
    """From a name, with its path where AWS gives it one ('job-function/Billing'); an ARN stays as it is."""
    return policy if policy.startswith("arn:") else f"arn:{partition}:iam::aws:policy/{policy.lstrip('/')}"
