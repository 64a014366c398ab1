"""Who has what where, read from what exists."""

from dataclasses import dataclass, field

import pytest

from lambdas.core.access_review_forms import make_rows
from lambdas.core.errors import AlertError
from lambdas.flows.reviewing_access import review_access
from tests.flows.fakes import FakePorts
from tests.flows.inventory import FakeDirectory, FakePermissionSets
from tests.flows.world import BEN, DEV, POLICY, PROD, make_world, of_group, of_user


@dataclass
class FakeReviewPorts(FakePorts):
    """The world, with what reads everything that exists."""

    directory: FakeDirectory = field(init=False)
    permission_sets: FakePermissionSets = field(init=False)

    @classmethod
    def of(cls, ports: FakePorts) -> "FakeReviewPorts":
        made = cls()
        made.organization, made.store, made.center = ports.organization, ports.store, ports.center
        made.directory, made.permission_sets = FakeDirectory(ports.store), FakePermissionSets(ports.center)
        return made


def reviewed(ports):
    return review_access(POLICY, FakeReviewPorts.of(ports), lambda done, total: None)


def test_people_stand_beside_what_their_group_holds():
    """Everybody who has access, through a group or directly, with the rule that gives it."""
    ports = make_world()
    ports.center.assignments = {of_group(DEV, "DevPowerUser", "Developers"), of_user(PROD, "ReadOnly", BEN)}
    rows = {(row.user, row.through, row.standing) for row in make_rows(reviewed(ports))}
    assert rows == {
        ("lena@example.com", "group Developers", "held"),
        ("ben@example.com", "group Developers", "held"),
        ("ben@example.com", "directly", "unmanaged"),
    }


def test_only_groups_that_hold_something_are_looked_into():
    """The others give nobody anything."""
    ports = make_world()
    ports.center.assignments = {of_group(DEV, "DevPowerUser", "Developers")}
    assert set(reviewed(ports).members) == {"g-dev"}


def test_half_a_review_is_none():
    """A principal that cannot be read ends it: the review would hide what it holds."""
    ports = make_world()
    ports.center.unreadable = {"g-ops": AlertError("denied")}
    with pytest.raises(AlertError):
        reviewed(ports)
