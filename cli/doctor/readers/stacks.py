"""CloudFormation: what stands in Gatehouse's stacks."""

from dataclasses import dataclass

from botocore.exceptions import ClientError

from cli.doctor.site import Site
from lambdas.aws.clients import make_client
from lambdas.aws.faults import is_code, translated
from lambdas.aws.pages import list_all
from lambdas.core.names import STACK

SERVICE = "cloudformation"


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource: `name` is its logical id, `id` what AWS calls it."""

    region: str
    type: str
    name: str
    id: str


def find_status(stack: str, region: str) -> str | None:
    """None where there is no such stack, for which CloudFormation's word is ValidationError."""
    with translated(SERVICE, "DescribeStacks"):
        try:
            found = make_client(SERVICE, region=region).describe_stacks(StackName=stack)["Stacks"][0]
        except ClientError as error:
            if is_code(error, "ValidationError"):
                return None
            raise
    return str(found["StackStatus"])


def list_resources(site: Site) -> tuple[Resource, ...]:
    """Those of the home stack and of every forwarder that is there."""
    there = {region: name for region, name in site.edge_stacks().items() if find_status(name, region)}
    return tuple(found for region, name in {site.region: STACK, **there}.items() for found in _list(name, region))


def _list(stack: str, region: str) -> list[Resource]:
    client = make_client(SERVICE, region=region)
    items = list_all(SERVICE, client.list_stack_resources, "StackResourceSummaries", StackName=stack)
    return [
        Resource(region, item["ResourceType"], item["LogicalResourceId"], item.get("PhysicalResourceId", ""))
        for item in items
    ]
