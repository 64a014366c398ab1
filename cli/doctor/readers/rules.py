"""EventBridge: Gatehouse's rules as they are, each tried by EventBridge with an event made for it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from cli.doctor.checks.rules import Deployed, Place, RuleFacts
from cli.doctor.expected import OWN_BUS, expect_rules
from cli.doctor.samples import make_sample
from cli.doctor.site import Site
from lambdas.aws.clients import make_client
from lambdas.aws.faults import translated
from lambdas.aws.pages import list_all
from lambdas.core.names import STACK
from lambdas.core.rules import EventRule

SERVICE = "events"


def read_rules(site: Site) -> RuleFacts:
    """The rules of every Region that is listened in."""
    expected = expect_rules(site)
    by_place = {(place, rule.description): rule for place, rule in expected}
    buses = (*(Place(region, "default") for region in site.listened_in()), Place(site.region, OWN_BUS))
    return RuleFacts(expected, tuple(_read(item, place, by_place) for place in buses for item in list_rules(place)))


def list_rules(place: Place) -> Iterator[Any]:
    """As AWS has them; CloudFormation begins each name with the stack's."""
    client = make_client(SERVICE, region=place.region)
    return list_all(SERVICE, client.list_rules, "Rules", EventBusName=place.bus, NamePrefix=STACK)


def _read(item: Any, place: Place, expected: dict[tuple[Place, str], EventRule]) -> Deployed:
    description, pattern = item.get("Description", ""), item.get("EventPattern", "{}")
    rule = expected.get((place, description))
    return Deployed(
        place,
        item["Name"],
        description,
        item["State"],
        pattern,
        lets_through=rule is None or _is_let_through(pattern, make_sample(rule.pattern), place.region),
    )


def _is_let_through(pattern: str, event: dict[str, Any], region: str) -> bool:
    with translated(SERVICE, "TestEventPattern"):
        answer = make_client(SERVICE, region=region).test_event_pattern(EventPattern=pattern, Event=json.dumps(event))
    return bool(answer["Result"])


def count_rules(places: Iterable[Place]) -> dict[Place, int]:
    """How many rules of anybody each bus has."""
    return {place: len(list(_list_all_rules(place))) for place in places}


def _list_all_rules(place: Place) -> Iterator[Any]:
    return list_all(SERVICE, make_client(SERVICE, region=place.region).list_rules, "Rules", EventBusName=place.bus)
