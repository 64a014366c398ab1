"""Which account is the organization's management account."""

from typing import TYPE_CHECKING

from lambdas.aws.faults import translated

if TYPE_CHECKING:
    from mypy_boto3_organizations import OrganizationsClient


def find_management_account_id(client: "OrganizationsClient") -> str:
    """DescribeOrganization; any account of the organization may ask."""
    with translated("organizations", "DescribeOrganization"):
        return client.describe_organization()["Organization"]["MasterAccountId"]
