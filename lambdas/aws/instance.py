"""Which Identity Center instance is the organization's."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.aws.pages import list_all
from lambdas.core.errors import AlertError

if TYPE_CHECKING:
    from mypy_boto3_sso_admin import SSOAdminClient


@dataclass(frozen=True, slots=True)
class Instance:
    """The organization instance. Its identity store's id changes with the identity source: read it, never keep it."""

    arn: str
    identity_store_id: str


def find_instance(client: "SSOAdminClient", management_account_id: str) -> Instance:
    """The instance that the management account owns; account instances hold no account assignments.

    There is no type field: the owner decides (sso-admin API, ListInstances).
    """
    found = list(list_all("sso-admin", client.list_instances, "Instances"))
    mine = [item for item in found if item.get("OwnerAccountId", management_account_id) == management_account_id]
    if len(mine) != 1:
        raise AlertError(
            f"expected one organization instance of IAM Identity Center in this Region, found {len(mine)}: "
            "deploy Gatehouse in the Region where Identity Center is enabled"
        )
    if mine[0].get("Status", "ACTIVE") != "ACTIVE":
        raise AlertError(
            f"the Identity Center instance is {mine[0]['Status']}, not ACTIVE: "
            f"{mine[0].get('StatusReason') or 'wait until AWS has made it'}"
        )
    return Instance(mine[0]["InstanceArn"], mine[0]["IdentityStoreId"])
