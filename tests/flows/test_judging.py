"""The names an event lacks are looked up where they decide, and only there."""

import pytest

from lambdas.core.break_glass import FindingKind, Severity
from lambdas.core.errors import AlertError
from lambdas.core.policy import BreakGlass
from lambdas.flows.judging import judge, name_person
from tests.core.break_glass.world import api_call
from tests.events import load
from tests.flows.world import ARNS, BEN, GROUPS, LENA, POLICY, make_world

WITH_LENA = POLICY.model_copy(update={"break_glass": BreakGlass(directory_users=("lena@example.com",))})


def joined(group: str):
    return api_call("sso-directory", "AddMemberToGroup", {"groupId": GROUPS[group], "member": {"memberId": BEN}})


def assigned(permission_set: str):
    return api_call("sso", "DeleteAccountAssignment", {"permissionSetArn": ARNS[permission_set]})


def test_a_group_by_its_name():
    """A member of the emergency group is a grave finding; of another group it is none."""
    finding = judge(joined("Emergency"), POLICY, make_world())
    assert (finding.kind, finding.severity, finding.subject.name) == (FindingKind.TAMPER, Severity.HIGH, "Emergency")
    assert judge(joined("Developers"), POLICY, make_world()) is None


def test_a_permission_set_by_its_name():
    """An assignment of the emergency permission set is a grave finding; of another one it is none."""
    assert judge(assigned("EmergencyAdmin"), POLICY, make_world()).severity is Severity.HIGH
    assert judge(assigned("ReadOnly"), POLICY, make_world()) is None


def test_a_user_by_e_mail_address():
    """A sign-in of the watched user is a use; of another user it is none."""
    event = load("signin/UserAuthentication.json")
    for user_id, kind in ((LENA, FindingKind.USE), (BEN, None)):
        event["detail"]["userIdentity"]["onBehalfOf"]["userId"] = user_id
        finding = judge(event, WITH_LENA, make_world())
        assert (finding and finding.kind) is kind


def test_what_is_gone():
    """A group that no longer exists may have been the one: the finding stands, of low severity."""
    event = api_call("identitystore", "DeleteGroup", {"groupId": "g-gone"})
    ports = make_world()
    del ports.store.groups["Emergency"]
    assert judge(event, POLICY, ports).severity is Severity.LOW


class Unreachable:
    """A directory that answers nothing."""

    def describe_groups(self, group_ids):
        raise AlertError("denied")

    def describe_user(self, user_id):
        raise AlertError("denied")


def test_a_look_up_that_fails_is_not_an_answer():
    """The event is not judged without the name, so that it comes back."""
    ports = make_world()
    ports.store = Unreachable()
    with pytest.raises(AlertError):
        judge(joined("Developers"), POLICY, ports)


def test_what_is_certain_waits_for_nothing():
    """A use is told while the directory is down."""
    ports = make_world()
    ports.store = Unreachable()
    assert judge(load("sts/AssumeRole-same-account.json"), POLICY, ports).kind is FindingKind.USE


def fetched_by(user_id: str):
    event = load("portal/GetRoleCredentials.json")
    event["detail"]["userIdentity"]["onBehalfOf"]["userId"] = user_id
    return judge(event, POLICY, make_world())


def test_the_person_behind_an_id():
    """Who used the access is told by name, with the id beside it."""
    assert name_person(fetched_by(LENA), make_world()).who == f"lena@example.com, directory user {LENA}"
    assert name_person(fetched_by("u-gone"), make_world()).who == "directory user u-gone"


def test_the_alarm_does_not_wait_for_a_name():
    """While the directory is down, people get the id."""
    ports = make_world()
    ports.store = Unreachable()
    assert name_person(fetched_by(LENA), ports).who == f"directory user {LENA}"
