"""What an explanation reads."""

import pytest

from lambdas.core.assignments import PrincipalType
from lambdas.core.errors import RejectError
from lambdas.core.explain import Standing
from lambdas.flows.explaining import explain_access, find_group, find_user
from tests.flows.inventory import FakePermissionSets
from tests.flows.world import DEV, LENA, POLICY, PROD, make_world, of_group, of_user


def test_a_user_is_asked_about_with_its_groups():
    """What Lena holds herself, and what each of her groups holds, is read; names come with it."""
    ports = make_world()
    ports.center.assignments = {
        of_user(PROD, "EmergencyAdmin", LENA),
        of_group(PROD, "ReadOnly", "Operators"),
        of_group(PROD, "ReadOnly", "Emergency"),
        of_group(DEV, "DevPowerUser", "Developers"),
    }
    subject = find_user("lena@example.com", ports)
    assert subject.groups == {"Developers", "Operators"}
    found = explain_access(subject, PROD, POLICY, ports, FakePermissionSets(ports.center))
    standings = {path.assignment.principal_id: path.standing for path in found.explanation.paths}
    assert standings == {"g-ops": Standing.HELD, LENA: Standing.UNMANAGED}
    assert found.names.principal(LENA) == "lena@example.com"
    assert found.names.permission_set(of_user(PROD, "EmergencyAdmin", LENA).permission_set_arn) == "EmergencyAdmin"


def test_a_group_is_asked_about_alone():
    """A group is nobody else."""
    assert find_group("Operators", make_world()).holders == {(PrincipalType.GROUP, "g-ops")}


def test_who_or_what_does_not_exist():
    """A user, a group and an account that AWS does not know are each said by name."""
    ports = make_world()
    with pytest.raises(RejectError, match="no such user"):
        find_user("nobody@example.com", ports)
    with pytest.raises(RejectError, match="Nobody"):
        find_group("Nobody", ports)
    subject = find_group("Operators", ports)
    with pytest.raises(RejectError, match="333333333333"):
        explain_access(subject, "333333333333", POLICY, ports, FakePermissionSets(ports.center))
