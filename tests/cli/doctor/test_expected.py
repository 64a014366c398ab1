"""The rules that doctor waits for: each has an event that it lets through."""

from datetime import UTC, datetime

import pytest

from cli.doctor.expected import expect_rules
from cli.doctor.samples import make_sample
from cli.doctor.site import Site
from lambdas.core.patterns import holds
from lambdas.core.policy import Policy

POLICY = Policy.model_validate(
    {
        "permission_sets": {"EmergencyAdmin": {"managed_policies": ["AdministratorAccess"], "session": "1h"}},
        "break_glass": {
            "permission_sets": ["Emergency*"],
            "groups": ["Emergency"],
            "roles": ["BreakGlass*", "arn:aws:iam::111122223333:role/ops/On*Call"],
            "users": ["breakglass-*"],
            "directory_users": ["oncall@example.com"],
            "protect": {"trails": ["org-*"], "rules": ["guard"], "topics": ["pager"], "alarms": ["red"]},
        },
    }
)
EXPECTED = expect_rules(Site("eu-central-1", POLICY, datetime(2026, 1, 1, tzinfo=UTC)))


def test_no_two_rules_of_a_bus_are_alike():
    """A rule is known by its bus and description."""
    assert len({(place, rule.description) for place, rule in EXPECTED}) == len(EXPECTED)


@pytest.mark.parametrize("rule", [rule for _, rule in EXPECTED], ids=lambda rule: rule.name)
def test_a_sample_is_let_through(rule):
    """By the pattern that it was made of."""
    assert holds(rule.pattern, make_sample(rule.pattern))
