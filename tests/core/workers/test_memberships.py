"""Attributes to groups, and from the groups of one role to those of another."""

from datetime import timedelta

import pytest

from lambdas.core.policy import Policy
from lambdas.core.workers import Moves, make_memberships, make_moves
from tests.flows.world import at

POLICY = Policy.model_validate(
    {
        "workers": {
            "groups": {
                "Developers": {"department": "Engineering"},
                "Operators": {"department": ["Platform", "SRE"], "employment_type": "employee"},
            }
        }
    }
)
NOW, OVERLAP = at("2026-05-04T12:00:00Z"), timedelta(days=3)


@pytest.mark.parametrize(
    ("attributes", "groups"),
    [
        ({}, set()),
        ({"department": "Engineering"}, {"Developers"}),
        ({"department": "engineering"}, set()),
        ({"department": "SRE"}, set()),
        ({"department": "SRE", "employment_type": "employee"}, {"Operators"}),
        ({"department": ["Engineering", "Platform"], "employment_type": "employee"}, {"Developers", "Operators"}),
        ({"department": []}, set()),
    ],
)
def test_memberships(attributes, groups):
    """Every attribute the policy names must have one of its values."""
    assert make_memberships(POLICY, attributes) == groups


@pytest.mark.parametrize(
    ("wanted", "held", "overlaps", "moves"),
    [
        ({"A"}, set(), {}, Moves(frozenset({"A"}))),
        ({"A"}, {"A"}, {}, Moves()),
        ({"B"}, {"A"}, {}, Moves(frozenset({"B"}), ending={"A": NOW + OVERLAP})),
        ({"B"}, {"A", "B"}, {"A": NOW + timedelta(hours=1)}, Moves(ending={"A": NOW + timedelta(hours=1)})),
        ({"B"}, {"A", "B"}, {"A": NOW}, Moves(leave=frozenset({"A"}))),
        ({"A"}, {"A"}, {"A": NOW}, Moves()),
    ],
)
def test_moves(wanted, held, overlaps, moves):
    """New access at once; old access ends after the overlap, counted once; a group wanted again stays."""
    assert make_moves(wanted, held, overlaps, OVERLAP, NOW) == moves
