"""Organizations: the organization, its root, and whom it trusts."""

from cli.doctor.checks.organization import OrganizationFacts
from lambdas.aws.clients import make_client
from lambdas.aws.faults import translated
from lambdas.aws.pages import list_all

SERVICE = "organizations"


def read_organization() -> OrganizationFacts:
    """Without the root where the caller is not the management account: no other may read it."""
    client = make_client(SERVICE)
    with translated(SERVICE, "DescribeOrganization"):
        told = client.describe_organization()["Organization"]
    with translated("sts", "GetCallerIdentity"):
        caller = make_client("sts").get_caller_identity()["Account"]
    found = OrganizationFacts(told["Id"], told["MasterAccountId"], caller, "", told["FeatureSet"] == "ALL")
    return _with_root(found) if caller == found.management_account_id else found


def _with_root(found: OrganizationFacts) -> OrganizationFacts:
    client = make_client(SERVICE)
    root = next(list_all(SERVICE, client.list_roots, "Roots"))
    trusted = list_all(SERVICE, client.list_aws_service_access_for_organization, "EnabledServicePrincipals")
    enabled = (kind["Type"] for kind in root.get("PolicyTypes", ()) if kind["Status"] == "ENABLED")
    return OrganizationFacts(
        found.id,
        found.management_account_id,
        found.caller_account_id,
        root["Id"],
        found.all_features,
        frozenset(enabled),
        frozenset(item["ServicePrincipal"] for item in trusted),
    )
