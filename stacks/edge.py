"""The edge: forwards what AWS reports in another Region to the home Region."""

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from constructs import Construct

from lambdas.core.coverage import GLOBAL_REGION, forwarded_rules
from lambdas.core.policy import Policy
from stacks.acknowledgements import acknowledge
from stacks.alarms import watch_dead_letters
from stacks.alert_topic import AlertTopic
from stacks.intake import DEAD_LETTER_RETENTION, make_queue
from stacks.rule_watch import add_rule_watch
from stacks.rules import add_rules
from stacks.settings import DeploymentSettings
from stacks.tags import tag


def edge_name(region: str) -> str:
    """The name of the stack in this Region."""
    return "GatehouseEdge" if region == GLOBAL_REGION else f"GatehouseEdge-{region}"


class EdgeStack(cdk.Stack):
    """Rules on the default bus of a Region that send their events to the default bus of the home Region.

    There they meet the rules of the home stack, as if they had been reported there.
    """

    def __init__(
        self, scope: Construct, name: str, *, settings: DeploymentSettings, policy: Policy, region: str
    ) -> None:
        environment = cdk.Environment(account=settings.management_account_id, region=region)
        super().__init__(scope, name, env=environment, description=f"Gatehouse: events that are reported in {region}")
        tag(self, "edge")
        undelivered = make_queue(self, "Undelivered", ordered=False, retention_period=DEAD_LETTER_RETENTION)
        acknowledge(undelivered, "SQS3", "It is itself the dead-letter queue, of the rules.")
        # An alarm can only reach a topic of its own Region.
        alerts = AlertTopic(self, "Alerts", emails=settings.alert_emails)
        watch_dead_letters(undelivered, alerts.topic)
        home = events.EventBus.from_event_bus_arn(self, "Home", settings.default_bus_arn)
        role = iam.Role(self, "Forward", assumed_by=iam.ServicePrincipal("events.amazonaws.com"))
        rules = forwarded_rules(policy.break_glass, region)
        add_rules(self, rules, targets.EventBus(home, role=role, dead_letter_queue=undelivered))
        add_rule_watch(self, alerts, undelivered)
