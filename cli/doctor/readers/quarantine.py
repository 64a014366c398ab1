"""Organizations: which policies stand at the root."""

from cli.doctor.checks.organization import SCP
from cli.doctor.checks.quarantine import QuarantineFacts
from cli.doctor.site import Site
from lambdas.aws.clients import make_client
from lambdas.aws.pages import list_all

SERVICE = "organizations"


def read_quarantine(site: Site) -> QuarantineFacts:
    """The deployment's policies, and all that are attached."""
    root_id = next(list_all(SERVICE, make_client(SERVICE).list_roots, "Roots"))["Id"]
    promised = tuple(filter(None, site.outputs.get("QuarantinePolicyIds", "").split(",")))
    return QuarantineFacts(root_id, promised, frozenset(list_root_policies(root_id)))


def list_root_policies(root_id: str) -> list[str]:
    """The ids of the service control policies at the root."""
    call = make_client(SERVICE).list_policies_for_target
    return [item["Id"] for item in list_all(SERVICE, call, "Policies", TargetId=root_id, Filter=SCP)]
