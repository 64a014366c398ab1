"""Every kind of signal, over the project's own records: what is one, what is none, and which account it means."""

import copy

import pytest

from lambdas.core.assignments import Action, Principal, PrincipalType
from lambdas.core.errors import RejectError
from lambdas.core.scopes import Place, Requested, Scope
from lambdas.core.signal_kinds import DEPLOYED, KINDS
from lambdas.core.signals import parse_signal
from tests.events import load

ACCOUNT = "345678901234"
ONE, NONE, ALL = Scope(frozenset({ACCOUNT})), Scope(), Scope(everything=True)
TAGGED = Scope(frozenset({ACCOUNT}), retagged=frozenset({ACCOUNT}))
GROUP = Scope(principals=frozenset({Principal(PrincipalType.GROUP, "c1d2e3f4a5-6b7c8d9e-0f1a-4b2c-8d3e-4f5a6b7c8d9e")}))
USER = Scope(principals=frozenset({Principal(PrincipalType.USER, "c1d2e3f4a5-1a2b3c4d-5e6f-4071-8293-a4b5c6d7e8f9")}))
SET = Scope(permission_sets=frozenset({"arn:aws:sso:::permissionSet/ssoins-6804a1b2c3d4e5f6/ps-1f2e3d4c5b6a7980"}))


def asked(action: Action, request_id: str) -> Scope:
    arn = "arn:aws:sso:::permissionSet/ssoins-6804a1b2c3d4e5f6/ps-1f2e3d4c5b6a7980"
    return Scope(places=frozenset({Place(ACCOUNT, arn)}), requested=frozenset({Requested(action, request_id)}))


GRANT, REVOKE = Action.GRANT, Action.REVOKE

VERDICTS = {
    "organizations/AccountJoinedOrganization.json": ("AccountJoinedOrganization", ONE),
    "organizations/AccountDepartedOrganization.json": ("AccountDepartedOrganization", ONE),
    "organizations/AccountJoinedOrganization-nested.json": ("AccountJoinedOrganization", ONE),
    "organizations/AccountJoinedOrganization-in-request.json": ("AccountJoinedOrganization", ONE),
    "organizations/AccountJoinedOrganization-in-resources.json": ("AccountJoinedOrganization", ONE),
    "organizations/AccountJoinedOrganization-bare.json": ("AccountJoinedOrganization", ALL),
    "organizations/AccountDepartedOrganization-nested.json": ("AccountDepartedOrganization", ONE),
    "organizations/AccountDepartedOrganization-in-request.json": ("AccountDepartedOrganization", ONE),
    "organizations/AccountDepartedOrganization-in-resources.json": ("AccountDepartedOrganization", ONE),
    "organizations/AccountDepartedOrganization-bare.json": ("AccountDepartedOrganization", ALL),
    "organizations/AcceptHandshake.json": ("AcceptHandshake", ONE),
    "organizations/CloseAccountResult.json": ("CloseAccountResult", ONE),
    "organizations/CreateAccountResult-succeeded.json": (
        "CreateAccountResult",
        Scope(frozenset({"210987654321"})),
    ),
    "organizations/MoveAccount.json": ("MoveAccount", ONE),
    "organizations/RemoveAccountFromOrganization.json": ("RemoveAccountFromOrganization", ONE),
    "organizations/TagResource-account.json": ("AccountTags", TAGGED),
    "organizations/UntagResource-account.json": ("AccountTags", TAGGED),
    "organizations/TagResource-ou.json": ("AccountTags", NONE),
    "organizations/UpdateOrganizationalUnit.json": ("UpdateOrganizationalUnit", ALL),
    "controltower/CreateManagedAccount.json": ("CreateManagedAccount", ONE),
    "controltower/UpdateManagedAccount.json": ("UpdateManagedAccount", ONE),
    "controltower/EnableBaseline.json": ("EnableBaseline", ONE),
    "tag/TagChange-account.json": ("TagChange", TAGGED),
    "sso/CreateAccountAssignment.json": ("AssignmentByHand", asked(GRANT, "b7c8d9e0-1f2a-4b3c-8d4e-5f6a7b8c9d0e")),
    "sso/CreateAccountAssignment-by-root.json": (
        "AssignmentByHand",
        asked(GRANT, "b7c8d9e0-1f2a-4b3c-8d4e-5f6a7b8c9d0f"),
    ),
    "sso/DeleteAccountAssignment.json": ("AssignmentByHand", asked(REVOKE, "b7c8d9e0-1f2a-4b3c-8d4e-5f6a7b8c9d11")),
    "sso/UpdatePermissionSet.json": ("PermissionSetChanged", SET),
    "sso/AttachManagedPolicyToPermissionSet.json": ("PermissionSetChanged", SET),
    "sso/CreatePermissionSet.json": ("PermissionSetChanged", SET),
    "sso-directory/CreateGroup.json": ("GroupRecorded", GROUP),
    "sso-directory/UpdateGroup.json": ("GroupRecorded", GROUP),
    "sso-directory/DeleteGroup.json": ("GroupRecorded", GROUP),
    "sso-directory/DeleteUser.json": ("UserDeletionRecorded", USER),
    "identitystore/CreateGroup.json": ("GroupRecorded", GROUP),
    "identitystore/UpdateGroup.json": ("GroupRecorded", GROUP),
    "identitystore/DeleteGroup.json": ("GroupRecorded", GROUP),
    "identitystore/DeleteUser.json": ("UserDeletionRecorded", USER),
    "scim/PatchGroup-other.json": ("GroupRecorded", GROUP),
    "scim/DeleteGroup.json": ("GroupRecorded", GROUP),
    "scim/DeleteUser.json": ("UserDeletionRecorded", USER),
    "native/GroupCreated.json": ("GroupNotified", GROUP),
    "native/GroupUpdated.json": ("GroupNotified", GROUP),
    "native/GroupUpdated-ids-in-detail.json": ("GroupNotified", GROUP),
    "native/GroupDeleted.json": ("GroupNotified", GROUP),
    "native/GroupDeleted-bare.json": ("GroupNotified", ALL),
    "native/UserDeleted.json": ("UserDeletionNotified", USER),
    "native/UserDeleted-ids-in-detail.json": ("UserDeletionNotified", USER),
    "cloudformation/StackStatusChange-updated.json": ("Deployed", ALL),
}
NO_SIGNALS = (
    "organizations/CreateAccountResult-failed.json",
    "organizations/MoveAccount-denied.json",
    "organizations/AcceptHandshake-all-features.json",
    "controltower/CreateManagedAccount-failed.json",
    "tag/TagChange-ou.json",
    "sts/AssumeRole-same-account.json",
    "sso/CreateAccountAssignment-by-gatehouse.json",
    "sso/CreateAccountAssignment-denied.json",
    "sso/ProvisionPermissionSet.json",
    "sso-directory/AddMemberToGroup.json",
    "sso-directory/RemoveMemberFromGroup.json",
    "sso-directory/DisableUser.json",
    "identitystore/DeleteUser-denied.json",
    "identitystore/CreateGroupMembership.json",
    "identitystore/DeleteGroupMembership.json",
    "scim/PatchUser.json",
    "native/UserCreated.json",
    "native/UserUpdated.json",
    "native/GroupMembershipCreated.json",
    "native/GroupMembershipDeleted.json",
    "cloudformation/StackStatusChange-in-progress.json",
    "cloudformation/StackStatusChange-other-stack.json",
)


@pytest.mark.parametrize("name", VERDICTS)
def test_verdict(name):
    """Each record is of its kind and means its account."""
    signal = parse_signal(load(name))
    assert (signal.kind, signal.scope) == VERDICTS[name]


@pytest.mark.parametrize("name", NO_SIGNALS)
def test_no_signal(name):
    """Failures, other handshakes, other resources, other services and our own changes are no signals."""
    with pytest.raises(RejectError, match="no kind of signal"):
        parse_signal(load(name))


def test_every_kind_has_a_record():
    """No row of the table is without a record that proves it."""
    assert {kind for kind, _ in VERDICTS.values()} == {kind.name for kind in (*KINDS, DEPLOYED)}


def test_kinds_exclude_each_other():
    """No record is of two kinds, so no change is looked at twice for one event."""
    names = [kind.name for kind in KINDS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("event_name", ["AccountJoinedOrganization", "AccountDepartedOrganization"])
@pytest.mark.parametrize(
    ("place", "scope"),
    [
        ({"serviceEventDetails": {"accountId": ACCOUNT}}, ONE),
        ({"serviceEventDetails": {"accountJoinedStatus": {"accountId": ACCOUNT}}}, ONE),
        ({"serviceEventDetails": None, "requestParameters": {"accountId": ACCOUNT}}, ONE),
        (
            {"serviceEventDetails": {}, "resources": [{"accountId": ACCOUNT, "type": "AWS::Organizations::Account"}]},
            ONE,
        ),
        ({"serviceEventDetails": {"joinedMethod": "Created", "joinedTime": 1772444405000}}, ALL),
        ({"serviceEventDetails": None}, ALL),
    ],
)
def test_an_unpublished_record_is_read_wherever_its_id_stands(event_name, place, scope):
    """Wherever AWS may have put the account's id it is found; where there is none, every account is looked at."""
    event = copy.deepcopy(load(f"organizations/{event_name}.json"))
    event["detail"].update(place)
    assert parse_signal(event).scope == scope


def test_the_management_account_is_never_taken_for_the_account():
    """recipientAccountId and userIdentity hold the management account's id, and are not looked at."""
    event = copy.deepcopy(load("organizations/AccountJoinedOrganization.json"))
    del event["detail"]["serviceEventDetails"]["accountId"]
    assert event["detail"]["recipientAccountId"] not in parse_signal(event).scope.accounts
