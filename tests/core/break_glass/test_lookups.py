"""What must be looked up before an event can be judged, and nothing more."""

import pytest

from lambdas.core.break_glass import Lookups, find, what_to_look_up
from lambdas.core.policy import BreakGlass
from tests.core.break_glass.test_actors import OWN
from tests.core.break_glass.test_tampering import ASSIGNMENT, BY_NAME, NAMES, OTHER_ID, OTHER_SET
from tests.core.break_glass.world import (
    GROUP_ID,
    PERMISSION_SET_ARN,
    PERMISSION_SET_ID,
    USER_ID,
    api_call,
    changed,
    invoked_by,
)
from tests.events import load

BY_ID = BreakGlass(permission_sets=(PERMISSION_SET_ID,), groups=(GROUP_ID,), directory_users=(USER_ID,))
ASSIGNED = api_call("sso", "CreateAccountAssignment", ASSIGNMENT)
SETS, GROUPS, USERS = frozenset({OTHER_SET}), frozenset({OTHER_ID}), frozenset({USER_ID})
NAME = frozenset({"EmergencyAdmin"})


@pytest.mark.parametrize(
    ("event", "by_name", "by_id"),
    [
        (ASSIGNED, Lookups(permission_set_arns=SETS, group_ids=GROUPS), Lookups()),
        (
            api_call("sso", "CreateAccountAssignment", {**ASSIGNMENT, "principalType": "USER", "principalId": USER_ID}),
            Lookups(permission_set_arns=SETS, user_ids=USERS),
            Lookups(),
        ),
        (api_call("sso-directory", "AddMemberToGroup", {"groupId": OTHER_ID}), Lookups(group_ids=GROUPS), Lookups()),
        (api_call("identitystore-scim", "PatchGroup", {"id": OTHER_ID}), Lookups(group_ids=GROUPS), Lookups()),
        (api_call("identitystore-scim", "PatchUser", {"id": USER_ID}), Lookups(user_ids=USERS), Lookups()),
        (api_call("sso-directory", "DisableUser", {"userId": USER_ID}), Lookups(user_ids=USERS), Lookups()),
        (load("signin/UserAuthentication.json"), Lookups(user_ids=USERS), Lookups()),
        (load("portal/GetRoleCredentials.json"), Lookups(), Lookups(permission_set_names=NAME)),
        (load("sts/AssumeRoleWithSAML-reserved.json"), Lookups(), Lookups(permission_set_names=NAME)),
        (load("events/DisableRule.json"), Lookups(), Lookups()),
        (load("tag/TagChange-account.json"), Lookups(), Lookups()),
        (changed(ASSIGNED, userIdentity=OWN), Lookups(), Lookups()),
        (invoked_by(ASSIGNED, "sso.amazonaws.com"), Lookups(), Lookups()),
        ({"detail": None}, Lookups(), Lookups()),
    ],
)
def test_what_to_look_up(event, by_name, by_id):
    """Where the policy has names, the ids in the event; where it has ids, the names; nothing of what is no finding."""
    assert what_to_look_up(event, BY_NAME) == by_name
    assert what_to_look_up(event, BY_ID) == by_id


def test_a_permission_set_by_its_id_is_known_where_only_its_name_is_told():
    """The portal and the role of a permission set have the name: with the name known, they are found."""
    for name in ("portal/GetRoleCredentials.json", "sts/AssumeRoleWithSAML-reserved.json"):
        assert find(load(name), BY_ID, NAMES).subject.name == "EmergencyAdmin"
        assert find(load(name), BY_ID) is None


def test_a_user_by_e_mail_address():
    """A sign-in names the user by its id: with its addresses known, it is found, in any case of letters."""
    policy = BreakGlass(directory_users=("Emergency@Example.com",))
    assert find(load("signin/UserAuthentication.json"), policy, NAMES) is not None
    assert find(load("signin/UserAuthentication.json"), policy) is None


def test_an_id_is_none_of_those_that_are_known():
    """When every name of the policy has been found under other ids, an unknown id is not watched."""
    policy = BreakGlass(permission_sets=("EmergencyAdmin",))
    unknown = api_call("sso", "UpdatePermissionSet", {"permissionSetArn": f"{PERMISSION_SET_ARN[:-1]}0"})
    assert find(unknown, policy, NAMES) is None
    assert find(unknown, policy) is not None
