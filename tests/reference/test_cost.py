"""The page of costs: counted from the template and from events."""

from dataclasses import replace

import pytest

from reference.prices import PRICES
from reference.usage import Organization, count

ALARM = {"Type": "AWS::CloudWatch::Alarm", "Properties": {"MetricName": "Held"}}
RATE = {
    "Type": "AWS::CloudWatch::Alarm",
    "Properties": {"Metrics": [{"Expression": "a/b"}, {"MetricStat": {}}, {"MetricStat": {}}]},
}
FIXED = {
    "AWS::CloudWatch::Dashboard": 1,
    "AWS::KMS::Key": 1,
    "AWS::Lambda::EventSourceMapping": 5,
    "AWS::SecretsManager::Secret": 1,
}
MADE = {f"{kind}{n}": {"Type": kind, "Properties": {}} for kind, number in FIXED.items() for n in range(number)}
TEMPLATES = {"Gatehouse": {"Resources": {**MADE, "A": ALARM, "B": RATE}}}
SMALL = Organization(20, 60, 8)


def dollars(organization: Organization) -> float:
    used = count(organization, TEMPLATES)
    return sum(price.of(used[name]) for name, price in PRICES.items())


def test_everything_counted_has_a_price() -> None:
    """What is used and what is charged for have the same names."""
    assert count(SMALL, TEMPLATES).keys() == PRICES.keys()


def test_alarms_are_charged_by_their_metrics() -> None:
    """An alarm on a rate of two metrics costs twice that of one on a metric."""
    assert count(SMALL, TEMPLATES)["Alarms"] == 3


@pytest.mark.parametrize("grown", [{"accounts": 2000}, {"people": 6000}, {"groups": 120}])
def test_more_costs_more(grown: dict[str, int]) -> None:
    """Accounts, people and groups each make it dearer."""
    assert dollars(replace(SMALL, **grown)) > dollars(SMALL)
