"""CloudTrail: the trails that tell of a Region, whether they log, and what."""

from collections.abc import Iterable
from typing import Any

from cli.doctor.checks.trails import Events, Trail, TrailFacts
from lambdas.aws.clients import make_client
from lambdas.aws.faults import translated

SERVICE = "cloudtrail"


def read_trails(regions: Iterable[str]) -> TrailFacts:
    """The trails of these Regions; one of all Regions is met in each, and read once."""
    asked = tuple(regions)
    by_arn = {item["TrailARN"]: item for region in asked for item in _describe(region)}
    return TrailFacts(asked, tuple(_read(item) for _, item in sorted(by_arn.items())))


def _describe(region: str) -> list[Any]:
    """Not paged (CloudTrail API, DescribeTrails)."""
    with translated(SERVICE, "DescribeTrails"):
        return list(make_client(SERVICE, region=region).describe_trails()["trailList"])


def _read(item: Any) -> Trail:
    """Asked in the trail's home Region, which knows it best."""
    client, arn = make_client(SERVICE, region=item["HomeRegion"]), item["TrailARN"]
    with translated(SERVICE, "GetTrailStatus"):
        logging = bool(client.get_trail_status(Name=arn)["IsLogging"])
    with translated(SERVICE, "GetEventSelectors"):
        selectors = client.get_event_selectors(TrailName=arn)
    return Trail(item["Name"], item["HomeRegion"], item.get("IsMultiRegionTrail", False), logging, _events(selectors))


def _events(told: Any) -> Events:
    advanced = [_advanced(selector) for selector in told.get("AdvancedEventSelectors") or ()]
    basic = [_basic(selector) for selector in told.get("EventSelectors") or ()]
    found = {*advanced, *basic}
    return next((events for events in (Events.ALL, Events.WRITES) if events in found), Events.NONE)


def _basic(selector: Any) -> Events:
    if not selector.get("IncludeManagementEvents", True) or selector.get("ReadWriteType") == "ReadOnly":
        return Events.NONE
    return Events.WRITES if selector.get("ReadWriteType") == "WriteOnly" else Events.ALL


def _advanced(selector: Any) -> Events:
    fields = {field["Field"]: field for field in selector["FieldSelectors"]}
    if "Management" not in fields.get("eventCategory", {}).get("Equals", ()):
        return Events.NONE
    read_only = fields.get("readOnly", {}).get("Equals", ())
    return Events.ALL if not read_only else Events.WRITES if "false" in read_only else Events.NONE
