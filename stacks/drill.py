"""The drill: its function and inbox, the rules beside the real ones, and the alarm that rings when all is silent."""

from datetime import timedelta

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from lambdas.core.drills import drill_rule
from lambdas.settings import FunctionSettings
from stacks import permissions
from stacks.acknowledgements import acknowledge
from stacks.appointments import add_drills
from stacks.arns import Arns
from stacks.function import Bundle, GatehouseFunction
from stacks.intake import make_queue
from stacks.owned import LANE_TIMEOUT, Owned
from stacks.rule_watch import add_rule_watch
from stacks.rules import add_rules, make_queue_target
from stacks.settings import DeploymentSettings

# As lambdas/handlers/drill.py writes it; the dimension is what Powertools adds.
NAMESPACE, METRIC, DIMENSIONS = "Gatehouse", "DrillSucceeded", {"service": "drill"}


class Drill(Construct):
    """`told` are the settings of its function; `every` is how often the policy wants a drill."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        owned: Owned,
        arns: Arns,
        bundle: Bundle,
        told: FunctionSettings,
        every: timedelta,
    ) -> None:
        super().__init__(scope, name)
        inbox = self._make_inbox(owned.alerts.topic)
        self.function = GatehouseFunction(
            scope,
            "drill",
            does="Tests the path of the alarm, and inspects its rules and listeners",
            bundle=bundle,
            settings=told.model_copy(update={"drill_inbox_url": inbox.queue_url}),
            permissions=permissions.drill(owned, arns, inbox.queue_arn),
            timeout=LANE_TIMEOUT,
        )
        self.function.take_from(owned.drill)
        rule = drill_rule(told.management_account_id)
        add_rules(self, [rule], make_queue_target(owned.break_glass, owned.undelivered))
        add_rule_watch(self, owned.last_resort, owned.undelivered)
        add_drills(self, owned.wake_ups, owned.drill, every)
        self._watch(owned.last_resort.topic)

    def _make_inbox(self, topic: sns.ITopic) -> sqs.Queue:
        """A listener of our own. It hears every alert and keeps none: a drill waits for a minute."""
        inbox = make_queue(self, "Inbox", ordered=False, retention_period=Duration.minutes(5))
        acknowledge(inbox, "SQS3", "A copy of what people get: what is not read in time is worth nothing.")
        topic.add_subscription(subscriptions.SqsSubscription(inbox))
        return inbox

    def _watch(self, topic: sns.ITopic) -> None:
        """The dead man's alarm. CloudWatch looks back a week at most, so the function speaks every day, not each drill.

        Source: CloudWatch User Guide, "Alarm limitations": evaluation periods times period are seven days or less.
        """
        day = Duration.days(1)
        metric = cloudwatch.Metric(
            namespace=NAMESPACE, metric_name=METRIC, dimensions_map=DIMENSIONS, period=day, statistic="Maximum"
        )
        alarm = cloudwatch.Alarm(
            self,
            "Silent",
            metric=metric,
            threshold=1,
            comparison_operator=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
            evaluation_periods=2,
            treat_missing_data=cloudwatch.TreatMissingData.BREACHING,
            alarm_description="For two days no drill or inspection said that the alarm for break glass works",
        )
        alarm.add_alarm_action(actions.SnsAction(topic))


def watch_settings(told: FunctionSettings, owned: Owned, account_id: str) -> FunctionSettings:
    """Those of the function that opens incidents: it wakes itself."""
    more = {
        "management_account_id": account_id,
        "schedule_group": owned.wake_ups.group.schedule_group_name,
        "schedule_role_arn": owned.wake_ups.role.role_arn,
        "break_glass_queue_arn": owned.break_glass.queue.queue_arn,
    }
    return told.model_copy(update=more)


def drill_settings(told: FunctionSettings, owned: Owned, settings: DeploymentSettings) -> FunctionSettings:
    """Those of the drill, but for its inbox."""
    more = {
        "management_account_id": settings.management_account_id,
        "home_region": settings.home_region,
        "edge_regions": ",".join(settings.edge_regions),
        "last_resort_topic_arn": owned.last_resort.topic.topic_arn,
        "dead_letters_url": owned.drill.dead_letters.queue_url,
        "lane": owned.drill.message_group,
    }
    return told.model_copy(update=more)
