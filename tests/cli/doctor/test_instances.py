"""What is said of Identity Center."""

from dataclasses import replace

import pytest

from cli.doctor.checks.instances import NAME, InstanceFacts, Seen, check_instances
from tests.cli.doctor.judging import problems, said, warnings

OWNER, MEMBER, HERE, THERE = "111122223333", "222233334444", "eu-central-1", "us-east-1"
ORGANIZATIONS = Seen("arn:aws:sso:::instance/ssoins-1", OWNER, HERE)
OWN = Seen("arn:aws:sso:::instance/ssoins-2", MEMBER, HERE)
FOUND = InstanceFacts(HERE, OWNER, (ORGANIZATIONS,))


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ((), "the organization has no instance"),
        ((OWN,), f"only account {MEMBER} has an instance here"),
        ((replace(ORGANIZATIONS, region=THERE),), f"the organization's instance is in {THERE}"),
        ((OWN, replace(ORGANIZATIONS, region=THERE)), f"the organization's instance is in {THERE}"),
        ((replace(ORGANIZATIONS, status="CREATE_IN_PROGRESS"),), "the instance is CREATE_IN_PROGRESS"),
        ((replace(ORGANIZATIONS, permission_sets=False),), "multi-account permissions switched off"),
    ],
)
def test_an_instance_that_will_not_do(seen, told):
    """None, only an account's own, in another Region, not ready, without permission sets: each by its name."""
    assert told in problems(check_instances(replace(FOUND, seen=seen)))[NAME].found


def test_regions_that_could_not_be_asked_are_said():
    """A Region that refused to answer may be the one."""
    found = problems(check_instances(replace(FOUND, seen=(), unasked=("af-south-1 (denied)",))))
    assert "not asked: af-south-1 (denied)" in found[NAME].found


def test_an_accounts_own_instance_beside_the_organizations_is_no_matter():
    """The owner decides which of two it is."""
    assert problems(check_instances(replace(FOUND, seen=(OWN, ORGANIZATIONS)))) == {}


@pytest.mark.parametrize(
    ("external", "told"), [(True, "external identity provider"), (False, "own directory"), (None, "nobody is in")]
)
def test_where_users_come_from(external, told):
    """As far as it can be told."""
    assert told in said(check_instances(replace(FOUND, external=external)), "identity source")


def test_a_delegated_administrator_is_pointed_out():
    """It can undo what Gatehouse does."""
    assert warnings(check_instances(replace(FOUND, delegated=(MEMBER,))))["delegated administrator"].where == MEMBER
