"""The edge stack: forwards what AWS reports only in us-east-1 to the home Region."""

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from constructs import Construct

from lambdas.core import break_glass, signals
from lambdas.core.policy import Policy
from stacks.acknowledgements import acknowledge
from stacks.alarms import watch_dead_letters
from stacks.alert_topic import AlertTopic
from stacks.intake import DEAD_LETTER_RETENTION, make_queue
from stacks.rules import add_rules
from stacks.settings import DeploymentSettings
from stacks.tags import tag

# Organizations reports here and nowhere else (Organizations User Guide, "Logging with AWS CloudTrail"); so does the
# global endpoint of STS, through which a role may be assumed from any Region.
REGION = "us-east-1"


class EdgeStack(cdk.Stack):
    """Rules on the default bus of us-east-1 that send their events to the default bus of the home Region.

    There they meet the rules of the home stack, as if they had been reported there.
    """

    def __init__(self, scope: Construct, name: str, *, settings: DeploymentSettings, policy: Policy) -> None:
        environment = cdk.Environment(account=settings.management_account_id, region=REGION)
        super().__init__(scope, name, env=environment, description="Gatehouse: events that exist in us-east-1 only")
        tag(self, "edge")
        undelivered = make_queue(self, "Undelivered", ordered=False, retention_period=DEAD_LETTER_RETENTION)
        acknowledge(undelivered, "SQS3", "It is itself the dead-letter queue, of the rules.")
        # An alarm can only reach a topic of its own Region.
        alerts = AlertTopic(self, "Alerts", emails=settings.alert_emails)
        watch_dead_letters(undelivered, alerts.topic)
        home = events.EventBus.from_event_bus_arn(self, "Home", _default_bus_arn(settings))
        role = iam.Role(self, "Forward", assumed_by=iam.ServicePrincipal("events.amazonaws.com"))
        rules = (*signals.edge_rules(), *break_glass.event_rules(policy.break_glass))
        add_rules(self, rules, targets.EventBus(home, role=role, dead_letter_queue=undelivered))


def _default_bus_arn(settings: DeploymentSettings) -> str:
    owner = f"{settings.home_region}:{settings.management_account_id}"
    return f"arn:{settings.partition}:events:{owner}:event-bus/default"
