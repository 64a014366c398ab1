"""The organization the demo and the end-to-end tests play in: made through the AWS API, as a platform team would."""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sandbox.supervisor import Sandbox, SandboxError

OUS = ("Security", "Infrastructure", "Workloads", "Workloads/Dev", "Workloads/Prod", "Sandbox")
ACCOUNTS = {
    "log-archive": "Security",
    "audit": "Security",
    "network": "Infrastructure",
    "payments-dev": "Workloads/Dev",
    "orders-dev": "Workloads/Dev",
    "payments-prod": "Workloads/Prod",
    "orders-prod": "Workloads/Prod",
    "playground": "Sandbox",
}
GROUPS = {
    "Developers": ("ana", "bruno", "chen", "dara", "mia"),
    "Operators": ("emre", "fatima", "mia"),
    "Security": ("goran", "hana"),
    "Finance": ("ivo",),
    "Emergency": ("jana", "kofi"),
}
USERS = ("ana", "bruno", "chen", "dara", "emre", "fatima", "goran", "hana", "ivo", "jana", "kofi", "mia")
EXISTING = {
    "Developers": (
        ("Developer", ("payments-dev", "orders-dev", "playground")),
        ("ReadOnly", ("payments-prod", "orders-prod")),
    ),
    "Operators": (
        ("ReadOnly", ("payments-prod", "orders-prod", "network")),
        ("Operator", ("payments-prod", "orders-prod")),
        ("DatabaseAdmin", ("payments-dev", "orders-dev", "payments-prod", "orders-prod")),
    ),
    "Security": (("SecurityAudit", tuple(ACCOUNTS)),),
    "Finance": (("BillingViewer", tuple(ACCOUNTS)),),
    "Emergency": (("EmergencyAdmin", tuple(ACCOUNTS)),),
}
DIRECT = {"mia": (("ReadOnly", ("network",)), ("DatabaseAdmin", ("orders-prod",)))}
BREAK_GLASS_ROLE = "BreakGlassAdmin"
BREAK_GLASS_USER = "breakglass-oncall"
ADMINISTRATOR = "administrator"
ADMINISTRATOR_MAY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
ON_CALL_MAY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]}


@dataclass(frozen=True)
class Seeded:
    """What stands in the organization, by the names people use."""

    root_id: str
    instance_arn: str
    identity_store_id: str
    ous: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)


def email(name: str) -> str:
    """The address of a seeded user."""
    return f"{name}@example.com"


def seed(sandbox: Sandbox) -> Seeded:
    """Organizational units, accounts, groups, users and break-glass access; no permission set and no assignment.

    It is done by an IAM user, as is all that comes after it: whatever root does rings.
    """
    _become_administrator(sandbox)
    organizations = sandbox.client("organizations")
    instance = sandbox.client("sso-admin").list_instances()["Instances"][0]
    root_id = organizations.list_roots()["Roots"][0]["Id"]
    with sandbox.behaving(throttle=False):
        ous = _make_ous(organizations, root_id)
        accounts = make_accounts(sandbox, ACCOUNTS)
        for name, path in ACCOUNTS.items():
            organizations.move_account(AccountId=accounts[name], SourceParentId=root_id, DestinationParentId=ous[path])
    users, groups = _make_directory(sandbox, instance["IdentityStoreId"])
    _make_break_glass(sandbox, accounts["payments-prod"])
    return Seeded(root_id, instance["InstanceArn"], instance["IdentityStoreId"], ous, accounts, groups, users)


def _become_administrator(sandbox: Sandbox) -> None:
    iam = sandbox.client("iam")
    iam.create_user(UserName=ADMINISTRATOR)
    iam.put_user_policy(UserName=ADMINISTRATOR, PolicyName="everything", PolicyDocument=json.dumps(ADMINISTRATOR_MAY))
    key = iam.create_access_key(UserName=ADMINISTRATOR)["AccessKey"]
    sandbox.act_as(key["AccessKeyId"], key["SecretAccessKey"])


def make_accounts(sandbox: Sandbox, names: Iterable[str]) -> dict[str, str]:
    """Create accounts, and wait until AWS has: name -> id. They stand in the root; no quota holds them."""
    organizations = sandbox.client("organizations")
    with sandbox.behaving(throttle=False):
        requests = {name: _ask_for_account(organizations, name) for name in names}
    return {name: _account_id(organizations, request) for name, request in requests.items()}


def _ask_for_account(organizations: Any, name: str) -> str:
    asked = organizations.create_account(AccountName=name, Email=f"aws+{name}@example.com")
    return str(asked["CreateAccountStatus"]["Id"])


def _account_id(organizations: Any, request: str) -> str:
    while True:
        status = organizations.describe_create_account_status(CreateAccountRequestId=request)["CreateAccountStatus"]
        if status["State"] == "SUCCEEDED":
            return str(status["AccountId"])
        if status["State"] == "FAILED":
            raise SandboxError(f"AWS made no account {status['AccountName']}: {status['FailureReason']}")
        time.sleep(0.05)


def _make_ous(organizations: Any, root_id: str) -> dict[str, str]:
    made: dict[str, str] = {}
    for path in OUS:
        parent, _, name = path.rpartition("/")
        made[path] = organizations.create_organizational_unit(ParentId=made.get(parent, root_id), Name=name)[
            "OrganizationalUnit"
        ]["Id"]
    return made


def _make_directory(sandbox: Sandbox, store_id: str) -> tuple[dict[str, str], dict[str, str]]:
    store = sandbox.client("identitystore")
    users = {
        name: store.create_user(
            IdentityStoreId=store_id,
            UserName=email(name),
            DisplayName=name.title(),
            Name={"GivenName": name.title(), "FamilyName": "Example"},
            Emails=[{"Value": email(name), "Primary": True}],
        )["UserId"]
        for name in USERS
    }
    groups = {}
    for group, members in GROUPS.items():
        groups[group] = store.create_group(IdentityStoreId=store_id, DisplayName=group)["GroupId"]
        for member in members:
            store.create_group_membership(
                IdentityStoreId=store_id, GroupId=groups[group], MemberId={"UserId": users[member]}
            )
    return users, groups


def _make_break_glass(sandbox: Sandbox, account_id: str) -> None:
    """A role in a member account, and an IAM user in the management account that may assume it in an emergency."""
    management = sandbox.client("sts").get_caller_identity()["Account"]
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{management}:root"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    sandbox.client("iam", access_key=account_id).create_role(
        RoleName=BREAK_GLASS_ROLE, AssumeRolePolicyDocument=json.dumps(trust)
    )
    iam = sandbox.client("iam")
    iam.create_user(UserName=BREAK_GLASS_USER)
    iam.put_user_policy(UserName=BREAK_GLASS_USER, PolicyName="emergency", PolicyDocument=json.dumps(ON_CALL_MAY))


def grant_existing_access(sandbox: Sandbox, seeded: Seeded) -> None:
    """What the accounts of an organization that has grown already have, and two direct assignments made by hand.

    It is there from one moment to the next, without a call or an event: nobody makes it while others look on.
    """
    arns = _permission_sets(sandbox.client("sso-admin"), seeded.instance_arn)
    found = [
        [seeded.accounts[account], arns[permission_set], kind, principals[principal]]
        for kind, principals, wanted in (("GROUP", seeded.groups, EXISTING), ("USER", seeded.users, DIRECT))
        for principal, entries in wanted.items()
        for permission_set, accounts in entries
        for account in accounts
    ]
    sandbox.local("/_local/seed", {"assignments": found})


def _permission_sets(sso: Any, instance_arn: str) -> dict[str, str]:
    arns = sso.list_permission_sets(InstanceArn=instance_arn, MaxResults=100)["PermissionSets"]
    described = (sso.describe_permission_set(InstanceArn=instance_arn, PermissionSetArn=arn) for arn in arns)
    return {found["PermissionSet"]["Name"]: found["PermissionSet"]["PermissionSetArn"] for found in described}
