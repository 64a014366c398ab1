"""What people see of a running Gatehouse: alarms on the work, one dashboard, saved queries."""

from aws_cdk import aws_sns as sns
from constructs import Construct

from stacks.dashboard import add_dashboard
from stacks.function import GatehouseFunction
from stacks.intake import Intake
from stacks.queries import add_queries
from stacks.watch_work import watch_work


def add_operations(scope: Construct, topic: sns.ITopic) -> None:
    """Over every lane and function that stands in the scope by now."""
    children = scope.node.children
    functions = [child for child in children if isinstance(child, GatehouseFunction)]
    lanes = [child for child in children if isinstance(child, Intake)]
    watch_work(scope, functions, topic)
    add_dashboard(scope, lanes, functions)
    add_queries(scope, [each.log_group for each in functions])
