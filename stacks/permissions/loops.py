"""What the loops may do: accounts, sweep and audit run the same code on lanes of their own."""

from collections.abc import Iterable

from aws_cdk import aws_iam as iam

from stacks.arns import Arns
from stacks.intake import Intake
from stacks.owned import Owned
from stacks.permissions.permission import Permission
from stacks.permissions.shared import find_instance, find_principals, go_on, park, read_accounts, record_and_tell, wake


def loop(owned: Owned, arns: Arns, lane: Intake, break_glass_arns: Iterable[str]) -> list[Permission]:
    """Read accounts, groups and assignments; grant and revoke; never revoke break glass; remember."""
    return [
        read_accounts(),
        find_instance(),
        Permission(
            (
                "sso:CreateAccountAssignment",
                "sso:DeleteAccountAssignment",
                "sso:DescribeAccountAssignmentCreationStatus",
                "sso:DescribeAccountAssignmentDeletionStatus",
                "sso:DescribePermissionSet",
                "sso:ListAccountAssignmentCreationStatus",
                "sso:ListAccountAssignmentDeletionStatus",
                "sso:ListAccountAssignments",
                "sso:ListAccountAssignmentsForPrincipal",
                "sso:ListPermissionSets",
                "sso:ListPermissionSetsProvisionedToAccount",
            ),
            arns.identity_center,
            "any account may join, and any permission set may be in the policy",
            to="read who has what, and grant and revoke",
        ),
        *_spare_break_glass(break_glass_arns),
        find_principals(arns, "any user or group may be in the policy", to="find the groups and users of the policy"),
        *record_and_tell(owned),
        _remember(owned),
        *wake(owned, arns),
        go_on(lane, owned.sweep, *([owned.workers] if lane is owned.sweep else [])),
        park(lane.dead_letters.queue_arn),
    ]


def _spare_break_glass(break_glass_arns: Iterable[str]) -> list[Permission]:
    found = tuple(break_glass_arns)
    to = "never revoke break glass"
    return [Permission(("sso:DeleteAccountAssignment",), found, effect=iam.Effect.DENY, to=to)] if found else []


def _remember(owned: Owned) -> Permission:
    return Permission(
        ("dynamodb:BatchWriteItem", "dynamodb:GetItem"),
        (owned.table.table_arn,),
        to="remember what was seen, and held plans",
    )
