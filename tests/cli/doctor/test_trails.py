"""What is said of trails."""

import pytest

from cli.doctor.checks.trails import NAME, Events, Trail, TrailFacts, check_trails
from cli.doctor.readers.trails import _events
from tests.cli.doctor.judging import problems, warnings

HOME, GLOBAL = "eu-central-1", "us-east-1"
EVERYWHERE = Trail("all", GLOBAL, everywhere=True)


def judge(*trails):
    return tuple(check_trails(TrailFacts((HOME, GLOBAL), trails)))


def test_one_trail_of_all_regions_is_enough():
    """It is about the home Region and about us-east-1."""
    assert problems(judge(EVERYWHERE)) == {}


def test_a_trail_of_one_region_leaves_the_other_silent():
    """The Region without a trail is named."""
    assert problems(judge(Trail("home", HOME)))[NAME].where == GLOBAL


def test_a_trail_that_is_switched_off_is_no_trail():
    """And the command that switches it on is said."""
    found = problems(judge(Trail("all", GLOBAL, everywhere=True, logging=False)))[NAME]
    assert found.next_step == f"aws cloudtrail start-logging --name all --region {GLOBAL}"


def test_a_trail_without_management_events_is_no_trail():
    """Data events alone do not tell who signs in."""
    assert NAME in problems(judge(Trail("data", GLOBAL, everywhere=True, events=Events.NONE)))


def test_a_trail_of_writes_alone_is_blind_for_roles():
    """AssumeRole is a read-only event: a warning."""
    found = judge(Trail("writes", GLOBAL, everywhere=True, events=Events.WRITES))
    assert problems(found) == {}
    assert "nobody sees it when a role is assumed" in warnings(found)[NAME].found


MANAGEMENT = {"Field": "eventCategory", "Equals": ["Management"]}


@pytest.mark.parametrize(
    ("told", "events"),
    [
        ({"EventSelectors": [{"ReadWriteType": "All", "IncludeManagementEvents": True}]}, Events.ALL),
        ({"EventSelectors": [{"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True}]}, Events.WRITES),
        ({"EventSelectors": [{"ReadWriteType": "ReadOnly", "IncludeManagementEvents": True}]}, Events.NONE),
        ({"EventSelectors": [{"ReadWriteType": "All", "IncludeManagementEvents": False}]}, Events.NONE),
        ({"AdvancedEventSelectors": [{"FieldSelectors": [MANAGEMENT]}]}, Events.ALL),
        (
            {"AdvancedEventSelectors": [{"FieldSelectors": [MANAGEMENT, {"Field": "readOnly", "Equals": ["false"]}]}]},
            Events.WRITES,
        ),
        (
            {"AdvancedEventSelectors": [{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]}]}]},
            Events.NONE,
        ),
        ({}, Events.NONE),
    ],
)
def test_the_events_of_a_trail(told, events):
    """Basic and advanced selectors, as GetEventSelectors answers them."""
    assert _events(told) is events
