"""What HR's webhook and the flows of workers may do."""

from collections.abc import Iterable

from lambdas.core.policy import Directory, Workers
from stacks.arns import Arns
from stacks.owned import Owned
from stacks.permissions.permission import Permission
from stacks.permissions.shared import find_instance, go_on, park, publish, record_and_tell, tell, wake


def worker_webhook(owned: Owned, secret_arn: str) -> list[Permission]:
    """Verify a webhook, remember it, put it on the bus, and tell people of what could not be looked up."""
    return [
        Permission(("secretsmanager:GetSecretValue",), (secret_arn,), to="check signatures"),
        publish(owned),
        Permission(
            ("dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
            (owned.table.table_arn,),
            to="take each message once",
        ),
        *tell(owned),
    ]


def worker_changed(owned: Owned, arns: Arns, *, quarantine_arns: Iterable[str], workers: Workers) -> list[Permission]:
    """Put a worker into the groups of its role; deny a leaver, then take away all the leaver has."""
    return [
        Permission(
            ("organizations:DescribePolicy", "organizations:UpdatePolicy"),
            tuple(quarantine_arns),
            to="deny everything to a leaver, and let go when the longest session has ended",
        ),
        find_instance(),
        _take_assignments(arns),
        _write_memberships(arns, workers),
        Permission(
            ("account-access:DeleteEntitlement", "account-access:ListApplications", "account-access:ListEntitlements"),
            ("*",),
            "the account access manager may be turned on any day, and a leaver may be entitled to any role",
            to="take a leaver's entitlements away",
        ),
        Permission(
            ("dynamodb:BatchGetItem", "dynamodb:DeleteItem", "dynamodb:GetItem"),
            (owned.table.table_arn,),
            to="recall what is known of a worker; drop what waits no longer",
        ),
        *record_and_tell(owned),
        *wake(owned, arns),
        go_on(owned.workers),
        park(owned.workers.dead_letters.queue_arn),
    ]


def _take_assignments(arns: Arns) -> Permission:
    """Read and delete a leaver's assignments."""
    return Permission(
        (
            "sso:DeleteAccountAssignment",
            "sso:DescribeAccountAssignmentDeletionStatus",
            "sso:ListAccountAssignmentDeletionStatus",
            "sso:ListAccountAssignmentsForPrincipal",
        ),
        arns.identity_center,
        "a leaver may have any permission set in any account",
        to="take a leaver's assignments away",
    )


def _write_memberships(arns: Arns, workers: Workers) -> Permission:
    """Read users and groups; write what the policy asks for."""
    return Permission(
        (
            "identitystore:DeleteGroupMembership",
            "identitystore:DescribeGroup",
            "identitystore:DescribeUser",
            "identitystore:GetGroupId",
            "identitystore:GetUserId",
            "identitystore:ListGroupMembershipsForMember",
            "identitystore:ListGroups",
            *_write_users(workers),
        ),
        arns.directory,
        "any user may leave, and may be in any group",
        to="find a worker's user; write its memberships, as the policy asks for",
    )


def _write_users(workers: Workers) -> tuple[str, ...]:
    """What the policy asks for, and no more: with an external directory nobody but its owner writes users."""
    joins = workers.groups and workers.directory is Directory.IDENTITY_CENTER
    return (
        *(("identitystore:CreateGroupMembership", "identitystore:CreateUser") if joins else ()),
        *(("identitystore:DeleteUser",) if workers.leaver.delete_user else ()),
    )
