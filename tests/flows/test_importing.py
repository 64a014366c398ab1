"""Everything that exists, read for a policy that describes it."""

from datetime import date

import pytest

from lambdas.core.errors import AlertError, RetryError
from lambdas.flows.importing import import_access
from tests.flows.inventory import FakeInventory
from tests.flows.world import BEN, DEV, PROD, make_world, of_group, of_user

TODAY = date(2026, 5, 4)


def imported(ports, watch=lambda done, total: None):
    return import_access(FakeInventory.of(ports), TODAY, watch)


def test_groups_and_users_are_read():
    """What groups hold become rules, and what users hold exceptions, under their names."""
    ports = make_world()
    ports.center.assignments = {of_group(DEV, "DevPowerUser", "Developers"), of_user(PROD, "ReadOnly", BEN)}
    policy = imported(ports).policy
    assert [(rule.groups, rule.permission_sets) for rule in policy.access] == [(("Developers",), ("DevPowerUser",))]
    assert [(found.user, found.permission_set) for found in policy.exceptions] == [("ben@example.com", "ReadOnly")]


def test_progress_is_told():
    """One step for each group and user, up to all of them."""
    told = []
    imported(make_world(), lambda done, total: told.append((done, total)))
    assert told == [(n, 5) for n in range(1, 6)]


@pytest.mark.parametrize("error", [AlertError("denied"), RetryError("throttled")])
def test_half_an_import_is_none(error):
    """A principal that cannot be read ends the import: without it, the policy would take its access away."""
    ports = make_world()
    ports.center.unreadable = {"g-ops": error}
    with pytest.raises(type(error)):
        imported(ports)


def test_a_permission_set_that_was_made_meanwhile():
    """An assignment of a permission set that was not there a moment ago asks for another try."""
    ports = make_world()
    ports.center.assignments = {of_group(DEV, "ReadOnly", "Developers")}
    del ports.center.permission_sets["ReadOnly"]
    with pytest.raises(RetryError):
        imported(ports)
