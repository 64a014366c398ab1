"""The forwarding stacks of other Regions, and the stack set of the member accounts."""

from botocore.exceptions import ClientError

from cli.doctor.checks.forwarders import ForwarderFacts, Members
from cli.doctor.readers.stacks import find_status
from cli.doctor.site import Site
from lambdas.aws.clients import make_client
from lambdas.aws.faults import is_code, translated
from lambdas.aws.management import find_management_account_id
from lambdas.aws.pages import list_all
from lambdas.core.names import MEMBERS_STACK_SET

SERVICE = "cloudformation"


def read_forwarders(site: Site) -> ForwarderFacts:
    """Which stacks should be there and which are, and which member accounts have theirs."""
    needed = site.edge_stacks()
    found = {region: status for region, name in needed.items() if (status := find_status(name, region))}
    members = _read_members()
    return ForwarderFacts(needed, found, _list_members() if members else frozenset(), members)


def _read_members() -> Members | None:
    client = make_client(SERVICE)
    with translated(SERVICE, "DescribeStackSet"):
        try:
            status = client.describe_stack_set(StackSetName=MEMBERS_STACK_SET)["StackSet"]["Status"]
        except ClientError as error:
            if is_code(error, "StackSetNotFoundException"):
                return None
            raise
    instances = list_all(SERVICE, client.list_stack_instances, "Summaries", StackSetName=MEMBERS_STACK_SET)
    return Members(status, frozenset(item["Account"] for item in instances if item["Status"] == "CURRENT"))


def _list_members() -> frozenset[str]:
    """The ACTIVE accounts but the management account, which no service-managed stack set reaches."""
    client = make_client("organizations")
    found = list_all("organizations", client.list_accounts, "Accounts")
    active = {item["Id"] for item in found if (item.get("State") or item.get("Status")) == "ACTIVE"}
    return frozenset(active - {find_management_account_id(client)})
