"""Tampering with the directory, Identity Center, the alarm and the trails: calls by a person, case by case."""

import pytest

from lambdas.core.break_glass import FindingKind, Names, Severity, find
from lambdas.core.policy import BreakGlass
from tests.core.break_glass.world import (
    GROUP_ID,
    PERMISSION_SET_ARN,
    PERMISSION_SET_ID,
    USER_ID,
    WATCHED,
    api_call,
    changed,
)

OTHER_SET = "arn:aws:sso:::permissionSet/ssoins-7c5e1a93b0d24f68/ps-0a9f3c7e51d8b264"
OTHER_ID = "5f2b8d14-c0e7-7093-a6d1-3b7e9f4c8a20"
ASSIGNMENT = {
    "instanceArn": "arn:aws:sso:::instance/ssoins-7c5e1a93b0d24f68",
    "targetId": "345678901234",
    "targetType": "AWS_ACCOUNT",
    "permissionSetArn": OTHER_SET,
    "principalType": "GROUP",
    "principalId": OTHER_ID,
}
BY_NAME = BreakGlass(permission_sets=("Emergency*",), groups=("Emergency",), directory_users=("emergency@example.com",))
NAMES = Names(
    permission_sets={PERMISSION_SET_ARN: "EmergencyAdmin", OTHER_SET: "ReadOnly"},
    groups={GROUP_ID: "Emergency", OTHER_ID: "Developers"},
    users={USER_ID: ("emergency@example.com",), OTHER_ID: ("kim@example.com",)},
)
LOW, _, HIGH, CRITICAL = Severity


def severity(event, policy=WATCHED, names=None):
    """That of a tampering; None for no finding."""
    found = find(event, policy, names or Names())
    assert found is None or found.kind is FindingKind.TAMPER
    return found and found.severity


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("CreateAccountAssignment", {}),
        ("DeleteAccountAssignment", {}),
        ("DeletePermissionSet", {}),
        ("UpdatePermissionSet", {"sessionDuration": "PT12H"}),
        ("AttachManagedPolicyToPermissionSet", {"managedPolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
        ("PutInlinePolicyToPermissionSet", {"inlinePolicy": "{}"}),
        ("DeletePermissionsBoundaryFromPermissionSet", {}),
    ],
)
def test_a_watched_permission_set(name, more):
    """By its id where the policy has the id, by its name where somebody has looked the name up."""
    watched = api_call("sso", name, {**ASSIGNMENT, "permissionSetArn": PERMISSION_SET_ARN, **more})
    other = api_call("sso", name, {**ASSIGNMENT, **more})
    assert severity(watched, BreakGlass(permission_sets=(PERMISSION_SET_ID,))) is HIGH
    assert severity(watched, BreakGlass(permission_sets=(PERMISSION_SET_ARN,))) is HIGH
    assert severity(watched, BY_NAME, NAMES) is HIGH
    assert severity(other, BY_NAME, NAMES) is None
    assert severity(other, BreakGlass(permission_sets=(PERMISSION_SET_ID,))) is None


def test_a_permission_set_nobody_has_looked_up():
    """When the policy has names and the event an id, the finding is of low severity, and never missing."""
    assert severity(api_call("sso", "DeletePermissionSet", {"permissionSetArn": OTHER_SET}), BY_NAME) is LOW


def test_a_permission_set_that_takes_a_watched_name():
    """A new permission set is known by the name it is given."""
    assert severity(api_call("sso", "CreatePermissionSet", {"name": "EmergencyAdmin"}), BY_NAME) is HIGH
    assert severity(api_call("sso", "CreatePermissionSet", {"name": "Reporting"}), BY_NAME) is None


@pytest.mark.parametrize(("principal_type", "principal_id"), [("GROUP", GROUP_ID), ("USER", USER_ID)])
def test_an_assignment_of_a_watched_group_or_user(principal_type, principal_id):
    """What break glass may do is changed as well when its people get or lose another permission set."""
    given = {**ASSIGNMENT, "principalType": principal_type, "principalId": principal_id}
    assert severity(api_call("sso", "CreateAccountAssignment", given), WATCHED, NAMES) is HIGH


@pytest.mark.parametrize(
    ("source", "name", "parameters"),
    [
        ("sso-directory", "AddMemberToGroup", {"groupId": GROUP_ID, "member": {"memberId": USER_ID}}),
        ("sso-directory", "RemoveMemberFromGroup", {"groupId": GROUP_ID, "member": {"memberId": USER_ID}}),
        ("sso-directory", "DeleteGroup", {"groupId": GROUP_ID}),
        ("identitystore", "CreateGroupMembership", {"groupId": GROUP_ID, "memberId": {"userId": USER_ID}}),
        ("identitystore", "DeleteGroup", {"groupId": GROUP_ID}),
        ("identitystore-scim", "PatchGroup", {"id": GROUP_ID}),
        ("identitystore-scim", "DeleteGroup", {"id": GROUP_ID}),
    ],
)
def test_a_watched_group(source, name, parameters):
    """By every one of the three event sources of the directory, by id and by name; another group is none."""
    other = {key: OTHER_ID if value == GROUP_ID else value for key, value in parameters.items()}
    for policy in (BreakGlass(groups=(GROUP_ID,)), BY_NAME):
        assert severity(api_call(source, name, parameters), policy, NAMES) is HIGH
        assert severity(api_call(source, name, other), policy, NAMES) is None
    assert severity(api_call(source, name, parameters), BY_NAME) is LOW
    assert severity(api_call(source, name, parameters), BreakGlass()) is None


@pytest.mark.parametrize("groups", [(GROUP_ID,), ("Emergency",)])
def test_a_membership_deleted_by_its_own_id(groups):
    """DeleteGroupMembership names neither group nor user: it may always be the one."""
    event = api_call("identitystore", "DeleteGroupMembership", {"membershipId": "m-1"})
    assert severity(event, BreakGlass(groups=groups), NAMES) is LOW


@pytest.mark.parametrize(
    ("source", "name", "parameter"),
    [
        ("sso-directory", "DisableUser", "userId"),
        ("sso-directory", "DeleteMfaDeviceForUser", "userId"),
        ("sso-directory", "UpdatePassword", "userId"),
        ("identitystore", "DeleteUser", "userId"),
        ("identitystore-scim", "PatchUser", "id"),
    ],
)
def test_a_watched_user_of_the_directory(source, name, parameter):
    """State, MFA and password of a watched user, by id or by e-mail address."""
    watched, other = (api_call(source, name, {parameter: user_id}) for user_id in (USER_ID, OTHER_ID))
    for policy in (BreakGlass(directory_users=(USER_ID,)), BY_NAME):
        assert severity(watched, policy, NAMES) is HIGH
        assert severity(other, policy, NAMES) is None
    assert severity(watched, BY_NAME) is LOW


@pytest.mark.parametrize("name", ["CreateSAMLProvider", "DeleteSAMLProvider"])
def test_the_emergency_way_in(name):
    """A SAML provider may be the way in when Identity Center is not there."""
    assert severity(api_call("iam", name, {"name": "emergency"})) is not None


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("sso", "DisassociateDirectory"),
        ("sso", "DeleteInstance"),
        ("sso-directory", "DisableExternalIdPConfigurationForDirectory"),
        ("sso-directory", "DeleteExternalIdPCertificate"),
        ("sso-directory", "DeleteBearerToken"),
    ],
)
def test_the_way_people_sign_in(source, name):
    """What cuts the identity provider off is grave, whoever the policy watches."""
    assert severity(api_call(source, name, {"directoryId": "d-9a67c41e2b"}), BreakGlass()) is HIGH


@pytest.mark.parametrize(
    ("source", "name", "parameters", "expected"),
    [
        ("events", "DeleteRule", {"name": "guard-7"}, CRITICAL),
        ("events", "DeleteRule", {"name": "unguarded"}, None),
        ("events", "DeleteEventBus", {"name": "gatehouse"}, CRITICAL),
        ("events", "DeleteEventBus", {"name": "orders"}, None),
        ("events", "RemovePermission", {"eventBusName": "gatehouse", "statementId": "x"}, CRITICAL),
        ("events", "PutTargets", {"rule": "siem", "eventBusName": "gatehouse"}, None),
        ("sns", "DeleteTopic", {"topicArn": "arn:aws:sns:eu-central-1:123456789012:on-call"}, CRITICAL),
        ("sns", "SetTopicAttributes", {"topicArn": "arn:aws:sns:eu-central-1:123456789012:Gatehouse-A"}, CRITICAL),
        ("sns", "Subscribe", {"topicArn": "arn:aws:sns:eu-central-1:123456789012:on-call"}, Severity.MEDIUM),
        ("monitoring", "DisableAlarmActions", {"alarmNames": ["orders-down"]}, CRITICAL),
        ("monitoring", "DisableAlarmActions", {"alarmNames": ["orders-slow"]}, None),
        ("lambda", "PutFunctionConcurrency20171031", {"functionName": "Gatehouse-BreakGlass"}, CRITICAL),
        ("lambda", "UpdateFunctionCode20150331v2", {"functionName": "orders"}, None),
        (
            "lambda",
            "DeleteFunction20150331",
            {"functionName": "arn:aws:lambda:eu-central-1:123456789012:function:Gatehouse-BreakGlass:7"},
            CRITICAL,
        ),
    ],
)
def test_the_path_of_the_alarm(source, name, parameters, expected):
    """Gatehouse's parts by the name its stacks give, others as the policy protects them, and nothing else."""
    assert severity(api_call(source, name, parameters)) is expected


@pytest.mark.parametrize(
    ("trails", "expected"),
    [
        ((), HIGH),
        (("organization",), CRITICAL),
        (("arn:aws:cloudtrail:*:trail/org*",), CRITICAL),
        (("other",), Severity.MEDIUM),
    ],
)
def test_which_trail(trails, expected):
    """A trail the policy protects counts most; where it protects none, any may be the one that feeds Gatehouse."""
    policy = BreakGlass.model_validate({"protect": {"trails": trails}})
    trail = "arn:aws:cloudtrail:eu-central-1:123456789012:trail/organization"
    assert severity(api_call("cloudtrail", "StopLogging", {"name": trail}), policy) is expected


@pytest.mark.parametrize(
    ("selectors", "narrowed"),
    [
        ({"eventSelectors": [{"readWriteType": "All", "includeManagementEvents": True}]}, False),
        ({"eventSelectors": [{"readWriteType": "WriteOnly", "includeManagementEvents": True}]}, True),
        (
            {
                "eventSelectors": [
                    {"includeManagementEvents": True, "excludeManagementEventSources": ["kms.amazonaws.com"]}
                ]
            },
            True,
        ),
        ({"eventSelectors": []}, True),
        ({"advancedEventSelectors": [{"fieldSelectors": [{"field": "eventCategory", "equals": ["Data"]}]}]}, True),
        (
            {"advancedEventSelectors": [{"fieldSelectors": [{"field": "eventCategory", "equals": ["Management"]}]}]},
            False,
        ),
        ({"advancedEventSelectors": "?"}, True),
    ],
)
def test_what_a_trail_still_sees(selectors, narrowed):
    """Selectors that still have every management event narrow nothing."""
    event = api_call("cloudtrail", "PutEventSelectors", {"trailName": "organization", **selectors})
    assert (severity(event) is CRITICAL) is narrowed


def test_a_renamed_quarantine():
    """A call that gives a service control policy a new name may hide that it was the quarantine."""
    event = changed("organizations-policies/UpdatePolicy-other.json", requestParameters__name="RegionsInUse")
    assert severity(event) is Severity.MEDIUM
