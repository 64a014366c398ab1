"""The ARNs of what Gatehouse works on: Identity Center, its directory, the organization, and wake-ups to come.

Resource types as the Service Authorization Reference lists them for sso, identitystore and organizations.
"""

from dataclasses import dataclass

from lambdas.core.names import STACK
from stacks.settings import DeploymentSettings
from stacks.wake_ups import GROUP as WAKE_UP_GROUP


@dataclass(frozen=True, slots=True)
class Arns:
    """ARNs and ARN patterns for IAM policies."""

    settings: DeploymentSettings

    @property
    def identity_center(self) -> tuple[str, ...]:
        """The instance, its permission sets, and every account an assignment may be in."""
        sso = f"arn:{self.settings.partition}:sso:::"
        return (self.settings.instance_arn, f"{sso}permissionSet/{self.settings.instance_id}/*", f"{sso}account/*")

    @property
    def directory(self) -> tuple[str, ...]:
        """The identity store with its users, groups and memberships. Its id may change with the identity source."""
        partition, account_id = self.settings.partition, self.settings.management_account_id
        items = (f"arn:{partition}:identitystore:::{kind}/*" for kind in ("user", "group", "membership"))
        return (f"arn:{partition}:identitystore::{account_id}:identitystore/*", *items)

    def permission_set(self, permission_set_id: str) -> str:
        """One permission set, by its id ps-..."""
        return f"arn:{self.settings.partition}:sso:::permissionSet/{self.settings.instance_id}/{permission_set_id}"

    @property
    def schedules(self) -> str:
        """Every wake-up, present and future."""
        where = f"{self.settings.home_region}:{self.settings.management_account_id}"
        return f"arn:{self.settings.partition}:scheduler:{where}:schedule/{WAKE_UP_GROUP}/*"

    @property
    def default_bus(self) -> str:
        """The default bus of the home Region."""
        return self.settings.default_bus_arn

    @property
    def own_rules(self) -> str:
        """Gatehouse's rules on the default bus of any Region."""
        return f"arn:{self.settings.partition}:events:*:{self.settings.management_account_id}:rule/{STACK}*"

    def service_control_policy(self, policy_id: str) -> str:
        """One SCP of the organization, by its id p-..."""
        owner = f"arn:{self.settings.partition}:organizations::{self.settings.management_account_id}"
        return f"{owner}:policy/{self.settings.organization_id}/service_control_policy/{policy_id}"
