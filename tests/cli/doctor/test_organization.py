"""What is said of the organization."""

from dataclasses import replace

from cli.doctor.checks.organization import CONTROL_TOWER, OrganizationFacts, check_organization
from tests.cli.doctor.judging import problems, said

FOUND = OrganizationFacts("o-example", "111122223333", "111122223333", "r-ab12")


def test_an_organization_as_it_should_be():
    """All features, policies on the root, the management account's credentials: nothing to mend."""
    assert problems(check_organization(FOUND)) == {}


def test_credentials_of_another_account():
    """Gatehouse is deployed in the management account; the message names it."""
    found = problems(check_organization(replace(FOUND, caller_account_id="222233334444")))
    assert "111122223333" in found["management account"].next_step


def test_service_control_policies_that_are_off():
    """Without them no open session of a leaver ends; the command that enables them is said."""
    found = problems(check_organization(replace(FOUND, policy_types=frozenset())))
    assert found["service control policies"].next_step.startswith(
        "aws organizations enable-policy-type --root-id r-ab12"
    )


def test_consolidated_billing():
    """An organization without all features has no policies at all."""
    assert "all features" in problems(check_organization(replace(FOUND, all_features=False)))


def test_control_tower_is_told():
    """By the trusted access that it needs."""
    checks = tuple(check_organization(replace(FOUND, trusted=frozenset({CONTROL_TOWER}))))
    assert said(checks, "Control Tower").startswith("is set up")
