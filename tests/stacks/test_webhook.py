"""The way in: one route for each HR system, each slowed down by itself, and watched."""

import json

from lambdas.core.hr import SOURCES
from tests.stacks.conftest import Synthesised
from tests.stacks.reading import find

ROUTES = {"POST /workers", *(f"POST /workers/{source}" for source in SOURCES)}


def test_routes(synthesised: Synthesised) -> None:
    """There is a route for the native format and one for each HR system, and no other."""
    assert {route["RouteKey"] for route in find(synthesised.home, "AWS::ApiGatewayV2::Route").values()} == ROUTES


def test_each_source_is_slowed_down_by_itself(synthesised: Synthesised) -> None:
    """Every route has a limit of its own, so that one source's flood keeps no other one out."""
    [stage] = find(synthesised.home, "AWS::ApiGatewayV2::Stage").values()
    limit = {"ThrottlingBurstLimit": 50, "ThrottlingRateLimit": 20}
    assert stage["RouteSettings"] == dict.fromkeys(ROUTES, limit)
    assert stage["DefaultRouteSettings"] == limit


def test_stage_waits_for_its_routes(synthesised: Synthesised) -> None:
    """The stage comes after every route it sets limits for: API Gateway refuses a limit of a route it does not know."""
    [stage] = synthesised.home.find_resources("AWS::ApiGatewayV2::Stage").values()
    assert set(find(synthesised.home, "AWS::ApiGatewayV2::Route")) <= set(stage["DependsOn"])


def test_log(synthesised: Synthesised) -> None:
    """Each call is logged with its status."""
    [stage] = find(synthesised.home, "AWS::ApiGatewayV2::Stage").values()
    assert json.loads(stage["AccessLogSettings"]["Format"])["status"] == "$context.status"


def test_alarms(synthesised: Synthesised) -> None:
    """People are told of an unusual number of webhooks, of many refused ones, and of any that failed."""
    alarms = find(synthesised.home, "AWS::CloudWatch::Alarm").values()
    watched = {alarm["MetricName"]: alarm for alarm in alarms if alarm.get("Namespace") == "AWS/ApiGateway"}
    limits = {name: (alarm["Threshold"], alarm["Period"]) for name, alarm in watched.items()}
    assert limits == {"Count": (2000, 3600), "4xx": (25, 3600), "5xx": (0, 300)}
    assert all(alarm["AlarmActions"] for alarm in watched.values())
