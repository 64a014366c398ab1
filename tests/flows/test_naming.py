"""Names for what no rule knows."""

from lambdas.core.assignments import Assignment, Names, PrincipalType
from lambdas.flows.naming import name_all
from tests.flows.inventory import FakePermissionSets
from tests.flows.world import ARNS, BEN, DEV, make_world, of_group, of_user


def test_what_is_unknown_is_looked_up():
    """Groups, users and permission sets have the names AWS knows; what AWS lost keeps its id."""
    ports = make_world()
    lost = Assignment(DEV, ARNS["ReadOnly"], PrincipalType.USER, "u-lost")
    there = [of_group(DEV, "ReadOnly", "Emergency"), of_user(DEV, "ReadOnly", BEN), lost]
    names = name_all(Names(accounts={DEV: "dev"}), there, ports.store, FakePermissionSets(ports.center))
    assert [names.principal(a.principal_id) for a in there] == ["Emergency", "ben@example.com", "u-lost"]
    assert names.permission_set(ARNS["ReadOnly"]) == "ReadOnly"
    assert names.accounts == {DEV: "dev"}


def test_what_is_known_costs_nothing():
    """Nothing is asked where every name is known, and what the policy calls a thing stays."""
    ports = make_world()
    sets = FakePermissionSets(ports.center)
    known = Names(permission_sets={ARNS["ReadOnly"]: "ReadOnly"}, principals={BEN: "Ben"})
    assert name_all(known, [of_user(DEV, "ReadOnly", BEN)], ports.store, sets) == known
    assert sets.lists == 0
