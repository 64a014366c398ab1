"""Every record of the project has its verdict: what it means for break glass, or nothing."""

import pytest

from lambdas.core.break_glass import FindingKind, Severity, find
from tests.core.break_glass.world import GROUP_ID, MANAGEMENT, MEMBER, USER_ID, WATCHED
from tests.events import FOLDER, load

USE, ATTEMPT, ROOT, TAMPER = FindingKind.USE, FindingKind.ATTEMPT, FindingKind.ROOT, FindingKind.TAMPER
LOW, MEDIUM, HIGH, CRITICAL = Severity

# record -> kind, severity, type and name of the subject, account
VERDICTS = {
    "sts/AssumeRole-same-account.json": (USE, HIGH, "role", "BreakGlassAdmin", MANAGEMENT),
    "sts/AssumeRole-cross-account-source.json": (USE, HIGH, "role", "BreakGlassAdmin", MEMBER),
    "sts/AssumeRole-cross-account-target.json": (USE, HIGH, "role", "BreakGlassAdmin", MEMBER),
    "sts/AssumeRole-denied.json": (ATTEMPT, MEDIUM, "role", "BreakGlassAdmin", MEMBER),
    "sts/AssumeRoleWithSAML-reserved.json": (USE, HIGH, "permission set", "EmergencyAdmin", MEMBER),
    "sts/AssumeRoot.json": (ROOT, HIGH, "root user", f"of {MEMBER}", MEMBER),
    "signin/ConsoleLogin-user-mfa.json": (USE, HIGH, "IAM user", "breakglass-oncall", MANAGEMENT),
    "signin/ConsoleLogin-user-failed.json": (ATTEMPT, MEDIUM, "IAM user", "breakglass-oncall", MANAGEMENT),
    "signin/ConsoleLogin-role.json": (USE, HIGH, "role", "BreakGlassAdmin", MEMBER),
    "signin/SwitchRole.json": (USE, HIGH, "role", "BreakGlassAdmin", MEMBER),
    "signin/ConsoleLogin-root-mfa.json": (ROOT, HIGH, "root user", f"of {MEMBER}", MEMBER),
    "signin/ConsoleLogin-root-no-mfa.json": (ROOT, CRITICAL, "root user", f"of {MEMBER}", MEMBER),
    "signin/ConsoleLogin-root-failed.json": (ATTEMPT, MEDIUM, "root user", f"of {MEMBER}", MEMBER),
    "signin/PasswordUpdated-root.json": (ROOT, CRITICAL, "root user", f"of {MEMBER}", MEMBER),
    "signin/CredentialVerification-failed.json": (ATTEMPT, MEDIUM, "directory user", USER_ID, MANAGEMENT),
    "signin/UserAuthentication.json": (USE, HIGH, "directory user", USER_ID, MANAGEMENT),
    "signin/UserAuthentication-external.json": (
        USE,
        HIGH,
        "directory user",
        "emergency.one@example.com",
        MANAGEMENT,
    ),
    "signin/SignInAnomalyAlert.json": (TAMPER, HIGH, "sign-in", "that AWS finds strange", MEMBER),
    "portal/GetRoleCredentials.json": (USE, HIGH, "permission set", "EmergencyAdmin", MEMBER),
    "iam/ChangePassword-root.json": (ROOT, CRITICAL, "root user", f"of {MEMBER}", MEMBER),
    "iam/EnableMFADevice-root.json": (ROOT, CRITICAL, "root user", f"of {MEMBER}", MEMBER),
    "iam/DeactivateMFADevice.json": (TAMPER, HIGH, "IAM user", "breakglass-oncall", MANAGEMENT),
    "iam/CreateAccessKey-itself.json": (TAMPER, HIGH, "IAM user", "breakglass-oncall", MANAGEMENT),
    "iam/UpdateAssumeRolePolicy.json": (TAMPER, HIGH, "role", "BreakGlassAdmin", MEMBER),
    "iam/UpdateAssumeRolePolicy-denied.json": (ATTEMPT, MEDIUM, "role", "BreakGlassAdmin", MEMBER),
    "iam/DeleteRolePermissionsBoundary.json": (TAMPER, HIGH, "role", "BreakGlassAdmin", MEMBER),
    "iam/DeleteRole.json": (TAMPER, HIGH, "role", "BreakGlassAdmin", MEMBER),
    "iam/DisableOrganizationsRootSessions.json": (
        ROOT,
        HIGH,
        "central root access",
        "of the organization",
        MANAGEMENT,
    ),
    "iam/UpdateSAMLProvider.json": (
        TAMPER,
        MEDIUM,
        "SAML provider",
        f"arn:aws:iam::{MEMBER}:saml-provider/emergency",
        MEMBER,
    ),
    "s3/DeleteBucketPolicy-root.json": (ROOT, HIGH, "root user", f"of {MEMBER}", MEMBER),
    "account/StartPrimaryEmailUpdate.json": (ROOT, HIGH, "root user", f"of {MEMBER}", MEMBER),
    "events/DisableRule.json": (TAMPER, CRITICAL, "rule", "Gatehouse-BreakGlassRoleE5A1C7D2-x8Qz1LmN4vRt", MANAGEMENT),
    "events/PutRule.json": (TAMPER, CRITICAL, "rule", "Gatehouse-BreakGlassRoleE5A1C7D2-x8Qz1LmN4vRt", MANAGEMENT),
    "events/RemoveTargets.json": (
        TAMPER,
        CRITICAL,
        "rule",
        "Gatehouse-BreakGlassRoleE5A1C7D2-x8Qz1LmN4vRt",
        MANAGEMENT,
    ),
    "cloudtrail/UpdateTrail-one-region.json": (TAMPER, CRITICAL, "trail", "organization", MANAGEMENT),
    "cloudtrail/PutEventSelectors-blind.json": (TAMPER, CRITICAL, "trail", "organization", MANAGEMENT),
    "organizations-policies/UpdatePolicy-quarantine.json": (
        TAMPER,
        CRITICAL,
        "service control policy",
        "GatehouseQuarantine",
        MANAGEMENT,
    ),
    "organizations-policies/UpdatePolicy-other.json": (
        TAMPER,
        LOW,
        "service control policy",
        "RegionsInUse",
        MANAGEMENT,
    ),
    "organizations-policies/DetachPolicy.json": (TAMPER, MEDIUM, "service control policy", "p-7f3k9q2x", MANAGEMENT),
    "organizations-policies/DisablePolicyType.json": (
        TAMPER,
        CRITICAL,
        "service control policy",
        "not told",
        MANAGEMENT,
    ),
    "organizations-policies/LeaveOrganization-denied.json": (ATTEMPT, MEDIUM, "organization", MEMBER, MEMBER),
    "organizations-policies/RegisterDelegatedAdministrator.json": (
        TAMPER,
        MEDIUM,
        "organization",
        MEMBER,
        MANAGEMENT,
    ),
    "scim/PatchGroup.json": (TAMPER, HIGH, "group", GROUP_ID, MANAGEMENT),
    # The id alone is no name: whether it is a watched group is looked up.
    **dict.fromkeys(
        ("scim/PatchGroup-other.json", "scim/DeleteGroup.json"),
        (TAMPER, LOW, "group", "c1d2e3f4a5-6b7c8d9e-0f1a-4b2c-8d3e-4f5a6b7c8d9e", MANAGEMENT),
    ),
    "scim/PatchGroup-failed.json": (ATTEMPT, MEDIUM, "group", GROUP_ID, MANAGEMENT),
    "health/ScimTokenExpires.json": (
        TAMPER,
        MEDIUM,
        "SCIM token",
        "of the identity provider, which expires soon",
        MANAGEMENT,
    ),
}
# record -> kind, severity and type of the subject; its name is a long ARN.
LONG_NAMES = {
    "events/DisableRule-denied.json": (ATTEMPT, MEDIUM, "resource"),
    "sns/Unsubscribe.json": (TAMPER, CRITICAL, "subscription"),
    "sns/DeleteTopic.json": (TAMPER, CRITICAL, "topic"),
    "sqs/SetQueueAttributes.json": (TAMPER, CRITICAL, "queue"),
    "lambda/UpdateFunctionCode.json": (TAMPER, CRITICAL, "function"),
    "lambda/DeleteEventSourceMapping.json": (TAMPER, CRITICAL, "function"),
    "monitoring/DeleteAlarms.json": (TAMPER, CRITICAL, "alarm"),
    "cloudtrail/StopLogging.json": (TAMPER, CRITICAL, "trail"),
    "cloudtrail/DeleteTrail-denied.json": (ATTEMPT, MEDIUM, "trail"),
    "cloudtrail/PutEventSelectors-writes-only.json": (TAMPER, CRITICAL, "trail"),
}
NEAR_MISSES = (
    "signin/ConsoleLogin-user-unknown.json",
    "signin/ConsoleLogin-other-role.json",
    "signin/CheckMfa-root.json",
    "signin/CredentialChallenge.json",
    "signin/CredentialVerification.json",
    "portal/GetRoleCredentials-other.json",
    "portal/Federate.json",
    "portal/ListAccountRoles.json",
    "portal/ListAccounts.json",
    "portal/Authenticate.json",
    "sts/GetCallerIdentity-permission-set.json",
    "sts/AssumeRole-by-service.json",
    "iam/CreateRole-reserved.json",
    "iam/AttachRolePolicy-reserved.json",
    "autoscaling/root-by-service.json",
    "events/DeleteRule-other.json",
    "events/PutRule-other-on-own-bus.json",
    "waf/DeleteRule.json",
    "sns/Unsubscribe-other.json",
    "monitoring/PutMetricAlarm-other.json",
    "cloudtrail/UpdateTrail-log-group.json",
    "cloudtrail/PutEventSelectors-more.json",
    "organizations-policies/UpdatePolicy-tags.json",
    "organizations-policies/UpdatePolicy-quarantine-by-gatehouse.json",
    "scim/CreateUser.json",
    "scim/PatchUser.json",
    "scim/DeleteUser.json",
    "health/ec2-retirement.json",
)
# Folders whose records mean nothing for break glass, every one of them.
OTHER_FOLDERS = ("organizations", "organizations-calls", "controltower", "controltower-ous", "tag")
# Folders with a table of their own.
OWN_FOLDERS = frozenset(path.split("/")[0] for path in (*VERDICTS, *LONG_NAMES, *NEAR_MISSES))


@pytest.mark.parametrize("name", VERDICTS)
def test_verdict(name):
    """Each record is what it is: kind, severity, what was used or touched, and in which account."""
    found = find(load(name), WATCHED)
    assert (found.kind, found.severity, found.subject.type, found.subject.name, found.account_id) == VERDICTS[name]


@pytest.mark.parametrize("name", LONG_NAMES)
def test_verdict_on_a_long_name(name):
    """What stands in a record as an ARN or a URL is known by its end."""
    found = find(load(name), WATCHED)
    assert (found.kind, found.severity, found.subject.type) == LONG_NAMES[name]


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_near_miss(name):
    """What only looks like it is no finding."""
    assert find(load(name), WATCHED) is None


@pytest.mark.parametrize("folder", OTHER_FOLDERS)
def test_other_records(folder):
    """What happens to accounts is nothing for break glass."""
    for file in (FOLDER / folder).glob("*.json"):
        assert find(load(f"{folder}/{file.name}"), WATCHED) is None


def test_every_record_has_its_verdict():
    """No record of these folders is without a line in one of the tables."""
    named = {*VERDICTS, *LONG_NAMES, *NEAR_MISSES}
    there = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.json")}
    assert {path for path in there if path.split("/")[0] in OWN_FOLDERS} == named


@pytest.mark.parametrize("name", [*VERDICTS, *LONG_NAMES])
def test_a_finding_is_complete(name):
    """Every finding has an id, a time, a Region, someone who did it, and what to check next; and is plain text."""
    document = find(load(name), WATCHED).to_document()
    assert all(document[key] for key in ("id", "at", "region", "who", "check", "severity", "subject_type", "event"))
    assert all(isinstance(value, str) for value in document.values())
