"""What people see: the dashboard, the saved queries, and alarms on the work."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from lambdas.core.measures import NAMESPACE, SERVICE, Name
from stacks.queries import QUERIES
from tests.stacks.conftest import Synthesised
from tests.stacks.reading import FUNCTIONS, find

ROOT = Path(__file__).parents[2]
LANES = ("AccountsLane", "WorkersLane", "SweepLane", "AuditLane", "BreakGlassEvents")


@pytest.fixture
def alarms(synthesised: Synthesised) -> dict[str, dict[str, Any]]:
    """Logical id without its hash -> alarm."""
    return {name[:-8]: found for name, found in find(synthesised.home, "AWS::CloudWatch::Alarm").items()}


@pytest.mark.parametrize(
    ("alarm", "metric"), [("HeldPlans", Name.HELD), ("UnfinishedWorkers", Name.UNFINISHED_WORKERS)]
)
def test_the_first_one_rings(alarms: dict[str, dict[str, Any]], alarm: str, metric: Name) -> None:
    """A held plan and a failed offboarding ring at the first, by the metric that the functions write."""
    found = alarms[alarm]
    assert (found["Namespace"], found["MetricName"]) == (NAMESPACE, metric)
    assert found["Dimensions"] == [{"Name": "service", "Value": SERVICE}]
    assert (found["Threshold"], found["Statistic"]) == (0, "Sum")
    assert (found["ComparisonOperator"], found["TreatMissingData"]) == ("GreaterThanThreshold", "notBreaching")


def test_every_function_has_an_error_rate(alarms: dict[str, dict[str, Any]]) -> None:
    """Each function's errors ring by their share of its invocations."""
    rates = {name for name in alarms if name.endswith("ErrorRate")}
    assert len(rates) == len(FUNCTIONS)
    for name in rates:
        metrics = {
            each["MetricStat"]["Metric"]["MetricName"] for each in alarms[name]["Metrics"] if "MetricStat" in each
        }
        assert metrics == {"Errors", "Invocations"}


def test_throttles_ring_by_their_share(alarms: dict[str, dict[str, Any]]) -> None:
    """Throttles count by the calls they are of."""
    found = alarms["ThrottleShare"]["Metrics"]
    metrics = {each["MetricStat"]["Metric"]["MetricName"] for each in found if "MetricStat" in each}
    assert metrics == {Name.THROTTLES, Name.CALLS}


def test_the_dashboard_shows_everything(synthesised: Synthesised) -> None:
    """Every metric of the work, every lane and every function's errors are on the one dashboard."""
    [board] = find(synthesised.home, "AWS::CloudWatch::Dashboard").values()
    body = "".join(
        part if isinstance(part, str) else json.dumps(part) for part in board["DashboardBody"]["Fn::Join"][1]
    )
    assert [name for name in Name if f'"{name}"' not in body] == []
    assert [lane for lane in LANES if f'"{lane}"' not in body] == []
    assert body.count('"Errors"') == len(FUNCTIONS)


def test_queries_ask_every_function(synthesised: Synthesised) -> None:
    """Each saved query stands in the folder, and asks the log groups of all functions."""
    made = find(synthesised.home, "AWS::Logs::QueryDefinition").values()
    assert {each["Name"] for each in made} == {f"Gatehouse/{name}" for name in QUERIES}
    assert all(len(each["LogGroupNames"]) == len(FUNCTIONS) for each in made)


def test_queries_ask_for_what_is_logged() -> None:
    """The messages that queries look for are those that the handlers write."""
    handlers = "".join(each.read_text() for each in (ROOT / "lambdas" / "handlers").glob("*.py"))
    asked = [found for query in QUERIES.values() for found in re.findall(r"message (?:in|=) (.*)", str(query))]
    wanted = {text for found in asked for text in re.findall(r'"([a-z ]+)"', found)}
    assert wanted
    assert [text for text in wanted if f'"{text}"' not in handlers] == []


def test_logs_hide_people(synthesised: Synthesised) -> None:
    """CloudWatch masks e-mail addresses in every log, also in what is not Gatehouse's own line."""
    for group in find(synthesised.home, "AWS::Logs::LogGroup").values():
        policy = json.dumps(group["DataProtectionPolicy"])
        assert "Deidentify" in policy
        assert "EmailAddress" in policy
