"""CloudTrail: EventBridge gets API calls and sign-ins only where a trail logs management events."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from cli.doctor.check import Check, fine, problem, warning

NAME = "trail"


class Events(StrEnum):
    """Which management events a trail has."""

    ALL = "all"
    WRITES = "writes"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Trail:
    """One trail; `region` is its home Region."""

    name: str
    region: str
    everywhere: bool = False
    logging: bool = True
    events: Events = Events.ALL

    def covers(self, region: str) -> bool:
        """Whether it is about this Region."""
        return self.everywhere or self.region == region


@dataclass(frozen=True, slots=True)
class TrailFacts:
    """`regions` are those that Gatehouse listens in."""

    regions: tuple[str, ...]
    trails: tuple[Trail, ...] = ()


def check_trails(found: TrailFacts) -> Iterator[Check]:
    """One answer for each Region."""
    return (_check_region(region, [t for t in found.trails if t.covers(region)]) for region in found.regions)


# logs all   logs writes   exists   what is told
# yes        yes or no     yes      fine
# no         yes           yes      warning: nobody sees a role that is assumed
# no         no            yes      a trail is there, and does not help
# no         no            no       no trail
def _check_region(region: str, there: Iterable[Trail]) -> Check:
    trails = list(there)
    by_events = {trail.events: trail.name for trail in trails if trail.logging}
    if Events.ALL in by_events:
        return fine(NAME, f"{by_events[Events.ALL]} logs management events", region)
    if Events.WRITES in by_events:
        return warning(
            NAME,
            f"{by_events[Events.WRITES]} logs no read-only events: nobody sees it when a role is assumed",
            region,
            next_step="let it log read and write management events",
        )
    what = "; ".join(f"{trail.name} {_what_is_wrong(trail)}" for trail in trails) or "there is none"
    return problem(
        NAME,
        f"{what}: EventBridge gets no event of AWS's calls here",
        region,
        next_step=_mend(trails, region),
    )


def _what_is_wrong(trail: Trail) -> str:
    return "is switched off" if not trail.logging else "has no management events"


def _mend(trails: list[Trail], region: str) -> str:
    off = next((trail for trail in trails if not trail.logging and trail.events is Events.ALL), None)
    if off is not None:
        return f"aws cloudtrail start-logging --name {off.name} --region {off.region}"
    return f"make a trail that logs management events, best of all Regions and of the organization (here: {region})"
