"""Every family of checks: what is read, and how it is judged."""

from collections.abc import Callable, Iterable, Iterator

from cli.doctor.check import Check, problem
from cli.doctor.checks.alerts import check_alerts
from cli.doctor.checks.forwarders import check_forwarders
from cli.doctor.checks.instances import check_instances
from cli.doctor.checks.organization import check_organization
from cli.doctor.checks.quarantine import check_quarantine
from cli.doctor.checks.queues import check_queues
from cli.doctor.checks.quotas import check_quotas
from cli.doctor.checks.rules import check_rules
from cli.doctor.checks.runs import check_runs
from cli.doctor.checks.trails import check_trails
from cli.doctor.checks.versions import check_versions
from cli.doctor.readers.alerts import read_alerts
from cli.doctor.readers.forwarders import read_forwarders
from cli.doctor.readers.instances import read_instances
from cli.doctor.readers.organization import read_organization
from cli.doctor.readers.quarantine import read_quarantine
from cli.doctor.readers.queues import read_queues
from cli.doctor.readers.quotas import read_quotas
from cli.doctor.readers.rules import read_rules
from cli.doctor.readers.runs import read_runs
from cli.doctor.readers.trails import read_trails
from cli.doctor.readers.versions import read_versions
from cli.doctor.site import Site
from lambdas.core.errors import GatehouseError

Family = Callable[[Site], Iterable[Check]]

BEFORE_A_DEPLOY: dict[str, Family] = {
    "organization": lambda _: check_organization(read_organization()),
    "Identity Center": lambda site: check_instances(read_instances(site.region)),
    "trail": lambda site: check_trails(read_trails(site.listened_in())),
}
OF_A_DEPLOYMENT: dict[str, Family] = {
    "version": lambda site: check_versions(read_versions(site)),
    "rules": lambda site: check_rules(read_rules(site)),
    "forwarders": lambda site: check_forwarders(read_forwarders(site)),
    "alerts": lambda site: check_alerts(read_alerts(site)),
    "dead letters": lambda site: check_queues(read_queues(site)),
    "last runs": lambda site: check_runs(read_runs(site)),
    "quarantine": lambda site: check_quarantine(read_quarantine(site)),
    "quota": lambda site: check_quotas(read_quotas(site)),
}


def examine(site: Site) -> tuple[Check, ...]:
    """Every check that can be made: those of a deployment only where there is one."""
    found = [*run(BEFORE_A_DEPLOY, site)]
    if site.outputs:
        return (*found, *run(OF_A_DEPLOYMENT, site))
    return (
        *found,
        problem(
            "deployment",
            "no stack Gatehouse in this account and Region",
            site.region,
            next_step="deploy Gatehouse, or set AWS_DEFAULT_REGION to the Region it is in",
        ),
    )


def run(families: dict[str, Family], site: Site) -> Iterator[Check]:
    """Each by itself: what one cannot read must not hide what another finds."""
    for name, family in families.items():
        try:
            yield from list(family(site))
        except GatehouseError as error:
            yield problem(name, f"cannot be read: {error}", site.region, next_step="use credentials that may read it")
