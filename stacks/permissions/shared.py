"""What more than one function may do."""

from stacks.arns import Arns
from stacks.intake import Intake
from stacks.owned import Owned
from stacks.permissions.permission import Permission


def read_accounts() -> Permission:
    """Read accounts, where they are and how they are tagged."""
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


def find_principals(arns: Arns, why: str, to: str) -> Permission:
    """Read the groups and users that the policy names."""
    actions = (
        "identitystore:DescribeGroup",
        "identitystore:DescribeUser",
        "identitystore:GetGroupId",
        "identitystore:GetUserId",
        "identitystore:ListGroups",
    )
    return Permission(actions, arns.directory, why, to=to)


def find_instance() -> Permission:
    """Read which instance is the organization's."""
    return Permission(
        ("sso:ListInstances",), ("*",), "sso:ListInstances knows no resource", to="find the organization's instance"
    )


def record_and_tell(owned: Owned) -> list[Permission]:
    """Keep the record, and say on the bus and to people what has happened."""
    return [
        Permission(("dynamodb:PutItem", "dynamodb:Query"), (owned.table.table_arn,), to="keep the record"),
        publish(owned),
        *tell(owned),
    ]


def publish(owned: Owned) -> Permission:
    """Say on our bus, to machines, what has happened."""
    return Permission(("events:PutEvents",), (owned.bus.event_bus_arn,), to="say on the bus what has happened")


def tell(owned: Owned) -> list[Permission]:
    """Publish to the topic of alerts, which has a key of its own."""
    return [
        Permission(("sns:Publish",), (owned.alerts.topic.topic_arn,), to="tell people"),
        # What SNS asks of a publisher to a topic with a key of its own.
        Permission(("kms:Decrypt", "kms:GenerateDataKey"), (owned.alerts.key.key_arn,), to="tell people, encrypted"),
    ]


def go_on(*lanes: Intake) -> Permission:
    """In a new message of its own lane, or of the sweep's; from there, also to the workers' for what is overdue."""
    arns = tuple(dict.fromkeys(lane.queue.queue_arn for lane in lanes))
    return Permission(("sqs:SendMessage",), arns, to="go on in a new message, and hand on what reaches further")


def wake(owned: Owned, arns: Arns) -> list[Permission]:
    """Make a schedule that comes back later, once."""
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


def park(queue_arn: str) -> Permission:
    """A message nobody can read goes to the dead letters of its own lane."""
    return Permission(("sqs:SendMessage",), (queue_arn,), to="put aside what nobody can read")
