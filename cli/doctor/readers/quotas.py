"""How much of some quotas is used."""

from cli.doctor.checks.quotas import PERMISSION_SETS, ROOT_POLICIES, RULES, Use
from cli.doctor.checks.rules import Place
from cli.doctor.readers.quarantine import list_root_policies
from cli.doctor.readers.rules import count_rules
from cli.doctor.site import Site
from lambdas.aws.clients import make_client
from lambdas.aws.instance import find_instance
from lambdas.aws.management import find_management_account_id
from lambdas.aws.pages import list_all


def read_quotas(site: Site) -> tuple[Use, ...]:
    """Those that a deployment of Gatehouse comes near first."""
    rules = count_rules(Place(region, "default") for region in site.listened_in())
    return (
        Use("permission sets", _count_permission_sets(), PERMISSION_SETS, "Identity Center"),
        Use("service control policies", _count_root_policies(), ROOT_POLICIES, "root"),
        *(Use("rules", count, RULES, str(place)) for place, count in rules.items()),
    )


def _count_permission_sets() -> int:
    client = make_client("sso-admin")
    instance = find_instance(client, find_management_account_id(make_client("organizations")))
    return len(list(list_all("sso-admin", client.list_permission_sets, "PermissionSets", InstanceArn=instance.arn)))


def _count_root_policies() -> int:
    root_id = next(list_all("organizations", make_client("organizations").list_roots, "Roots"))["Id"]
    return len(list_root_policies(root_id))
