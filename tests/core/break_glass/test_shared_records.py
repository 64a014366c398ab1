"""Other people's records, where the folder with them is at hand: they are what ours are. Skipped elsewhere."""

import json
from pathlib import Path

import pytest

from cli.event_files import make_event
from lambdas.core.break_glass import FindingKind, event_rules, find
from lambdas.core.policy import BreakGlass
from sandbox.matching import matches

FOLDER = Path(__file__).parents[4] / "shared" / "aws" / "events"
RECORDS = sorted(FOLDER.glob("*.json")) if FOLDER.is_dir() else []
USE, ATTEMPT, ROOT, TAMPER = FindingKind.USE, FindingKind.ATTEMPT, FindingKind.ROOT, FindingKind.TAMPER


def _ids(pattern: str, *path: str) -> tuple[str, ...]:
    """The ids that stand at this path of these records."""
    found = []
    for file in FOLDER.glob(pattern):
        place = make_event(json.loads(file.read_text()))["detail"]
        for key in path:
            place = place[key]
        found.append(place)
    return tuple(found)


EVERYTHING = BreakGlass(
    permission_sets=("AdministratorAccess",),
    groups=_ids("ssodir-AddMemberToGroup.*", "requestParameters", "groupId"),
    roles=("BreakGlass*",),
    users=("emergency-admin-*",),
    directory_users=(
        *_ids("signin-UserAuthentication-password.*", "userIdentity", "onBehalfOf", "userId"),
        *_ids("ssodir-EnableUser.*", "requestParameters", "userId"),
    ),
)
VERDICTS = {
    "federated-ConsoleLogin.eventbridge.json": None,
    "iam-CreateRole-AWSReservedSSO.cloudtrail.json": None,
    "iamuser-ConsoleLogin-mfa.eventbridge.json": USE,
    "identitystore-CreateGroupMembership.SYNTHETIC.eventbridge.json": TAMPER,
    "identitystore-DeleteGroupMembership.SYNTHETIC.eventbridge.json": TAMPER,
    "identitystore-DeleteUser.SYNTHETIC.eventbridge.json": TAMPER,
    "member-api-call-by-permission-set-session.cloudtrail.json": None,
    "org-LeaveOrganization-denied.cloudtrail.json": ATTEMPT,
    "org-UpdatePolicy-scp.cloudtrail.json": ROOT,
    "portal-GetRoleCredentials.cloudtrail.json": USE,
    "root-ChangePassword.eventbridge.json": ROOT,
    "root-ConsoleLogin-failed.eventbridge.json": ATTEMPT,
    "root-ConsoleLogin-mfa.eventbridge.json": ROOT,
    "root-ConsoleLogin-nomfa.eventbridge.json": ROOT,
    "root-EnableMFADevice.eventbridge.json": ROOT,
    "root-PasswordUpdated.eventbridge.json": ROOT,
    "root-action-by-AssumeRoot-session.cloudtrail.json": ROOT,
    "signin-CredentialVerification-failed.eventbridge.json": ATTEMPT,
    "signin-UserAuthentication-external-idp.eventbridge.json": USE,
    "signin-UserAuthentication-password.eventbridge.json": USE,
    "sso-CreateAccountAssignment.eventbridge.json": TAMPER,
    "sso-CreatePermissionSet.cloudtrail.json": ROOT,
    "sso-DeleteAccountAssignment.eventbridge.json": TAMPER,
    "ssodir-AddMemberToGroup.eventbridge.json": TAMPER,
    "ssodir-CreateGroup.cloudtrail.json": ROOT,
    "ssodir-DeleteUser.eventbridge.json": TAMPER,
    "ssodir-DisableUser.SYNTHETIC.eventbridge.json": TAMPER,
    "ssodir-EnableUser.eventbridge.json": TAMPER,
    "sts-AssumeRole-BreakGlass.SYNTHETIC.eventbridge.json": USE,
    "sts-AssumeRoleWithSAML-AWSReservedSSO.eventbridge.json": USE,
    "sts-AssumeRoot.eventbridge.json": ROOT,
}


@pytest.mark.skipif(not RECORDS, reason="the folder of other people's records is not here")
@pytest.mark.parametrize("file", RECORDS, ids=lambda file: file.name)
def test_verdict(file):
    """Each record has its verdict, and a rule lets it through when it has one; what is not named here has none."""
    event = make_event(json.loads(file.read_text()))
    found = find(event, EVERYTHING)
    assert (found and found.kind) == VERDICTS.get(file.name)
    assert found is None or any(matches(rule.pattern, event) for rule in event_rules(EVERYTHING))
