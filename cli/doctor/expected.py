"""The rules this version would deploy, by the bus they belong on."""

from collections.abc import Iterator

from cli.doctor.checks.rules import Place
from cli.doctor.site import Site
from lambdas.core import workers
from lambdas.core.coverage import edge_rules, home_rules
from lambdas.core.rules import EventRule

OWN_BUS = "gatehouse"


def expect_rules(site: Site) -> tuple[tuple[Place, EventRule], ...]:
    """Those of the home Region, of Gatehouse's own bus, and of every Region that events are forwarded from."""
    return tuple(_expect(site))


def _expect(site: Site) -> Iterator[tuple[Place, EventRule]]:
    watched = site.policy.break_glass
    yield from ((Place(site.region, "default"), rule) for rule in home_rules(watched, site.account_id))
    yield from ((Place(site.region, OWN_BUS), rule) for rule in workers.event_rules())
    for region in site.edge_stacks():
        yield from ((Place(region, "default"), rule) for rule in edge_rules(watched, region))
