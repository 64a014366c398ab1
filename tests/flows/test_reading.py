"""Reading: by account for a few, by principal for all; and what a failed read does to the plan."""

import pytest

from lambdas.core.errors import AlertError, RetryError
from lambdas.core.policy import Policy
from lambdas.core.scopes import Scope
from lambdas.flows.reconcile import make_checked_plan, reconcile
from tests.flows.world import BEN, DEV, POLICY, PROD, limits, make_world, of_group, of_user

EVERYTHING = Scope(everything=True)
WHERE_THEY_BELONG = {
    of_group(DEV, "DevPowerUser", "Developers"),
    of_group(DEV, "ReadOnly", "Operators"),
    of_group(PROD, "ReadOnly", "Operators"),
}


def test_the_whole_organization_lands_where_its_accounts_would():
    """One loop over everything gives what the loops over each account give, and then finds nothing to do."""
    ports = make_world()
    reconcile(EVERYTHING, POLICY, ports, limits(ports))
    assert ports.center.assignments == WHERE_THEY_BELONG
    assert make_checked_plan(EVERYTHING, POLICY, ports).plan.changes == ()
    assert make_checked_plan(Scope(frozenset({DEV, PROD})), POLICY, ports).plan.changes == ()


def test_the_whole_organization_costs_a_read_for_each_principal():
    """Two groups in the rules are two lists, however many accounts there are."""
    ports = make_world()
    make_checked_plan(EVERYTHING, POLICY, ports)
    assert ports.center.reads == ["g-dev", "g-ops"]


@pytest.mark.parametrize("error", [RetryError("throttled"), AlertError("denied")])
def test_a_principal_that_cannot_be_read_loses_nothing(error):
    """What is surplus of the unread group is unknown and stays; another group's surplus goes."""
    ports = make_world()
    surplus = of_group(PROD, "DevPowerUser", "Developers")
    ports.center.assignments = {surplus, of_group(DEV, "DevPowerUser", "Operators"), *WHERE_THEY_BELONG}
    ports.center.unreadable = {"g-dev": error}
    plan = make_checked_plan(EVERYTHING, POLICY, ports).plan
    assert plan.revokes == ()
    assert plan.frozen == (f"the assignments of group g-dev could not be read: {error}",)


def test_when_nothing_can_be_read_there_is_no_plan():
    """Credentials that may read no principal end in the error, not in a plan that grants everything again."""
    ports = make_world()
    ports.center.unreadable = {"g-dev": AlertError("denied"), "g-ops": AlertError("denied")}
    with pytest.raises(AlertError):
        make_checked_plan(EVERYTHING, POLICY, ports)


def test_other_access_of_a_managed_principal_is_unmanaged():
    """A pair that no rule has is reported and stays, in every account."""
    ports = make_world()
    unknown = of_group(PROD, "EmergencyAdmin", "Operators")
    ports.center.assignments = {unknown, *WHERE_THEY_BELONG}
    plan = make_checked_plan(EVERYTHING, POLICY, ports).plan
    assert (plan.changes, plan.unmanaged) == ((), (unknown,))


def test_what_a_user_has_by_exception_is_read_too():
    """An exception's access is kept while it lasts, and revoked when it is over."""
    exception = {
        "user": "ben@example.com",
        "permission_set": "ReadOnly",
        "accounts": {"id": PROD},
        "owner": "lena@example.com",
        "reason": "INC-1",
    }
    ports = make_world()
    mine = of_user(PROD, "ReadOnly", BEN)
    ports.center.assignments = {mine, *WHERE_THEY_BELONG}
    written = POLICY.model_dump(mode="json", by_alias=True)
    lasting, over = (
        Policy.model_validate({**written, "exceptions": [{**exception, "until": until}]})
        for until in ("2026-05-04", "2026-05-03")
    )
    assert make_checked_plan(EVERYTHING, lasting, ports).plan.changes == ()
    assert [c.assignment for c in make_checked_plan(EVERYTHING, over, ports).plan.revokes] == [mine]
