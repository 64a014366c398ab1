"""What the watch over break-glass access and its drill may do. Neither can touch what it watches."""

from stacks.arns import Arns
from stacks.owned import Owned
from stacks.permissions.permission import Permission
from stacks.permissions.shared import find_instance, find_principals, park, read_accounts, record_and_tell, wake


def break_glass(owned: Owned, arns: Arns) -> list[Permission]:
    """Read the names of ids, record an incident and tell people. It must not be able to touch what it watches."""
    return [
        find_instance(),
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
        *record_and_tell(owned),
        *wake(owned, arns),
    ]


def drill(owned: Owned, arns: Arns, inbox_arn: str) -> list[Permission]:
    """Ring, listen, and read what stands of the path of the alarm and of what break glass needs; change nothing."""
    topic, last_resort = owned.alerts, owned.last_resort
    return [
        *_read_promises(arns),
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
        park(owned.drill.dead_letters.queue_arn),
    ]


def _read_promises(arns: Arns) -> list[Permission]:
    """Read who has, and who should have, break-glass access."""
    return [
        read_accounts(),
        find_instance(),
        Permission(
            ("sso:DescribePermissionSet", "sso:ListAccountAssignmentsForPrincipal", "sso:ListPermissionSets"),
            arns.identity_center,
            "reading only, and any account may be one that the policy promises access in",
            to="look for what break glass promises",
        ),
        find_principals(
            arns, "reading only, and any group or user may be in the policy", to="look for whom break glass names"
        ),
    ]
