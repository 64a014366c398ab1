"""What each function may do, and why where a resource is wider than one thing. All of it is on this page.

What its log group, its queue and its trace need is added by the construct of the function.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from aws_cdk import aws_iam as iam

from lambdas.core.policy import Directory, Workers
from stacks.arns import Arns
from stacks.intake import Intake
from stacks.owned import Owned


@dataclass(frozen=True, slots=True)
class Permission:
    """Some actions on some resources. `why` gives the reason of every wildcard in the resources; `to` is the purpose.

    Both stand in docs/permissions.md, which is made from the template (`make docs`).
    """

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    why: str = ""
    effect: iam.Effect = iam.Effect.ALLOW
    passed_to: str = ""
    to: str = ""

    def statement(self) -> iam.PolicyStatement:
        """As IAM has it."""
        conditions = {"StringEquals": {"iam:PassedToService": self.passed_to}} if self.passed_to else None
        return iam.PolicyStatement(
            effect=self.effect, actions=list(self.actions), resources=list(self.resources), conditions=conditions
        )

    def explained_wildcards(self) -> tuple[str, ...]:
        """The resources that `why` accounts for. A wildcard without a reason stops `cdk synth`."""
        return tuple(resource for resource in self.resources if "*" in resource) if self.why else ()


def loop(owned: Owned, arns: Arns, lane: Intake, break_glass_arns: Iterable[str]) -> list[Permission]:
    """Read accounts, groups and assignments; grant and revoke; never revoke break glass; remember."""
    return [
        _read_accounts(),
        _find_instance(),
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
        Permission(
            (
                "identitystore:DescribeGroup",
                "identitystore:DescribeUser",
                "identitystore:GetGroupId",
                "identitystore:GetUserId",
                "identitystore:ListGroups",
            ),
            arns.directory,
            "any user or group may be in the policy",
            to="find the groups and users of the policy",
        ),
        *_record_and_tell(owned),
        _remember(owned),
        *_wake(owned, arns),
        _go_on(lane, owned.sweep, *([owned.workers] if lane is owned.sweep else [])),
        _park(lane.dead_letters.queue_arn),
    ]


def worker_webhook(owned: Owned, secret_arn: str) -> list[Permission]:
    """Verify a webhook, remember it, put it on the bus, and tell people of what could not be looked up."""
    return [
        Permission(("secretsmanager:GetSecretValue",), (secret_arn,), to="check signatures"),
        _publish(owned),
        Permission(
            ("dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
            (owned.table.table_arn,),
            to="take each message once",
        ),
        *_tell(owned),
    ]


def worker_changed(owned: Owned, arns: Arns, *, quarantine_arns: Iterable[str], workers: Workers) -> list[Permission]:
    """Put a worker into the groups of its role; deny a leaver, then take away all the leaver has."""
    return [
        Permission(
            ("organizations:DescribePolicy", "organizations:UpdatePolicy"),
            tuple(quarantine_arns),
            to="deny everything to a leaver, and let go when the longest session has ended",
        ),
        _find_instance(),
        Permission(
            (
                "sso:DeleteAccountAssignment",
                "sso:DescribeAccountAssignmentDeletionStatus",
                "sso:ListAccountAssignmentDeletionStatus",
                "sso:ListAccountAssignmentsForPrincipal",
            ),
            arns.identity_center,
            "a leaver may have any permission set in any account",
            to="take a leaver's assignments away",
        ),
        Permission(
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
        ),
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
        *_record_and_tell(owned),
        *_wake(owned, arns),
        _go_on(owned.workers),
        _park(owned.workers.dead_letters.queue_arn),
    ]


def break_glass(owned: Owned, arns: Arns) -> list[Permission]:
    """Read the names of ids, record an incident and tell people. It must not be able to touch what it watches."""
    return [
        _find_instance(),
        Permission(
            ("sso:DescribePermissionSet", "sso:ListPermissionSets"),
            arns.identity_center,
            "reading only, and any permission set may be the one that was changed",
            to="name what was changed",
        ),
        Permission(
            ("identitystore:DescribeGroup", "identitystore:DescribeUser"),
            arns.directory,
            "reading only, and any group or user may be the one that was changed",
            to="name who was changed",
        ),
        *_record_and_tell(owned),
        *_wake(owned, arns),
    ]


def drill(owned: Owned, arns: Arns, inbox_arn: str) -> list[Permission]:
    """Ring, listen, and read what stands of the path of the alarm and of what break glass needs; change nothing."""
    topic, last_resort = owned.alerts, owned.last_resort
    return [
        *read_promises(arns),
        Permission(("events:ListRules",), ("*",), "events:ListRules knows no resource", to="inspect the rules"),
        Permission(
            ("events:ListTargetsByRule",),
            (arns.own_rules,),
            "the rules of every Region that is watched",
            to="inspect where the rules lead",
        ),
        Permission(
            ("events:PutEvents",),
            (arns.default_bus, owned.bus.event_bus_arn),
            to="ring the alarm, and say on the bus what was found",
        ),
        Permission(("sqs:DeleteMessage", "sqs:ReceiveMessage"), (inbox_arn,), to="hear what people hear"),
        Permission(("sns:ListSubscriptionsByTopic",), (topic.topic.topic_arn,), to="see who listens"),
        Permission(("sns:Publish",), (topic.topic.topic_arn, last_resort.topic.topic_arn), to="tell people"),
        Permission(
            ("kms:Decrypt", "kms:GenerateDataKey"),
            (topic.key.key_arn, last_resort.key.key_arn),
            to="tell people, encrypted",
        ),
        Permission(
            ("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"), (owned.table.table_arn,), to="keep the record"
        ),
        _park(owned.drill.dead_letters.queue_arn),
    ]


def read_promises(arns: Arns) -> list[Permission]:
    """Read who has, and who should have, break-glass access."""
    return [
        _read_accounts(),
        _find_instance(),
        Permission(
            ("sso:DescribePermissionSet", "sso:ListAccountAssignmentsForPrincipal", "sso:ListPermissionSets"),
            arns.identity_center,
            "reading only, and any account may be one that the policy promises access in",
            to="look for what break glass promises",
        ),
        Permission(
            (
                "identitystore:DescribeGroup",
                "identitystore:DescribeUser",
                "identitystore:GetGroupId",
                "identitystore:GetUserId",
                "identitystore:ListGroups",
            ),
            arns.directory,
            "reading only, and any group or user may be in the policy",
            to="look for whom break glass names",
        ),
    ]


def _write_users(workers: Workers) -> tuple[str, ...]:
    """What the policy asks for, and no more: with an external directory nobody but its owner writes users."""
    joins = workers.groups and workers.directory is Directory.IDENTITY_CENTER
    return (
        *(("identitystore:CreateGroupMembership", "identitystore:CreateUser") if joins else ()),
        *(("identitystore:DeleteUser",) if workers.leaver.delete_user else ()),
    )


def _read_accounts() -> Permission:
    return Permission(
        (
            "organizations:DescribeAccount",
            "organizations:DescribeOrganization",
            "organizations:DescribeOrganizationalUnit",
            "organizations:ListAccountsForParent",
            "organizations:ListOrganizationalUnitsForParent",
            "organizations:ListParents",
            "organizations:ListRoots",
            "organizations:ListTagsForResource",
        ),
        ("*",),
        "reading only, and any account of the organization may be the one that changed",
        to="read accounts, their place and their tags",
    )


def _find_instance() -> Permission:
    return Permission(
        ("sso:ListInstances",), ("*",), "sso:ListInstances knows no resource", to="find the organization's instance"
    )


def _spare_break_glass(break_glass_arns: Iterable[str]) -> list[Permission]:
    found = tuple(break_glass_arns)
    to = "never revoke break glass"
    return [Permission(("sso:DeleteAccountAssignment",), found, effect=iam.Effect.DENY, to=to)] if found else []


def _record_and_tell(owned: Owned) -> list[Permission]:
    return [
        Permission(("dynamodb:PutItem", "dynamodb:Query"), (owned.table.table_arn,), to="keep the record"),
        _publish(owned),
        *_tell(owned),
    ]


def _publish(owned: Owned) -> Permission:
    return Permission(("events:PutEvents",), (owned.bus.event_bus_arn,), to="say on the bus what has happened")


def _tell(owned: Owned) -> list[Permission]:
    return [
        Permission(("sns:Publish",), (owned.alerts.topic.topic_arn,), to="tell people"),
        # What SNS asks of a publisher to a topic with a key of its own.
        Permission(("kms:Decrypt", "kms:GenerateDataKey"), (owned.alerts.key.key_arn,), to="tell people, encrypted"),
    ]


def _remember(owned: Owned) -> Permission:
    return Permission(
        ("dynamodb:BatchWriteItem", "dynamodb:GetItem"),
        (owned.table.table_arn,),
        to="remember what was seen, and held plans",
    )


def _go_on(*lanes: Intake) -> Permission:
    """In a new message of its own lane, or of the sweep's; from there, also to the workers' for what is overdue."""
    arns = tuple(dict.fromkeys(lane.queue.queue_arn for lane in lanes))
    return Permission(("sqs:SendMessage",), arns, to="go on in a new message, and hand on what reaches further")


def _wake(owned: Owned, arns: Arns) -> list[Permission]:
    return [
        Permission(
            ("scheduler:CreateSchedule",), (arns.schedules,), "a wake-up is named when it is made", to="come back later"
        ),
        Permission(
            ("iam:PassRole",),
            (owned.wake_ups.role.role_arn,),
            passed_to="scheduler.amazonaws.com",
            to="come back later",
        ),
    ]


def _park(queue_arn: str) -> Permission:
    """A message nobody can read goes to the dead letters of its own lane."""
    return Permission(("sqs:SendMessage",), (queue_arn,), to="put aside what nobody can read")
