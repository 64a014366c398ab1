"""The rules this version would deploy, by the bus they belong on."""

from collections.abc import Iterator

from cli.doctor.checks.rules import Place
from cli.doctor.site import Site
from lambdas.core import break_glass, signals, workers
from lambdas.core.rules import EventRule, Regions

OWN_BUS = "gatehouse"


def expect_rules(site: Site) -> tuple[tuple[Place, EventRule], ...]:
    """Those of the home Region, and those that forward from us-east-1 where that is another Region."""
    return tuple(_expect(site))


def _expect(site: Site) -> Iterator[tuple[Place, EventRule]]:
    watched = break_glass.event_rules(site.policy.break_glass)
    home, own = Place(site.region, "default"), Place(site.region, OWN_BUS)
    loops = (*signals.event_rules(), *signals.sweep_rules(), *workers.directory_rules())
    yield from ((home, rule) for rule in (*loops, *watched))
    yield from ((own, rule) for rule in workers.event_rules())
    if site.region != Regions.GLOBAL:
        yield from ((Place(Regions.GLOBAL.value, "default"), rule) for rule in (*signals.edge_rules(), *watched))
