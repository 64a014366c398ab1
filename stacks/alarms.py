"""What must not stay unseen: a dead letter, a queue nobody empties, a webhook that fails.

Every alarm names its section of the runbook: `runbook` is an anchor in docs/operations.md.
"""

from aws_cdk import Duration
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from stacks.intake import Intake

RUNBOOKS = "docs/operations.md"


def watch_intake(intake: Intake, topic: sns.ITopic, *, late_after: Duration) -> None:
    """Tell people of a dead letter, and of a message older than its time."""
    watch_dead_letters(intake.dead_letters, topic)
    metric = intake.queue.metric_approximate_age_of_oldest_message(period=Duration.minutes(1), statistic="Maximum")
    description = f"Events wait in {intake.node.id} for more than {late_after.to_human_string()}"
    add_alarm(
        intake,
        "Late",
        metric,
        threshold=late_after.to_seconds(),
        description=description,
        runbook="a-lane-is-late",
        topic=topic,
    )


def watch_dead_letters(queue: sqs.Queue, topic: sns.ITopic) -> None:
    """Tell people as soon as one message is in the queue."""
    metric = queue.metric_approximate_number_of_messages_visible(period=Duration.minutes(1), statistic="Maximum")
    description = f"Events nobody could handle or deliver wait in {_name(queue)}"
    add_alarm(queue, "Alarm", metric, threshold=0, description=description, runbook="dead-letters", topic=topic)


def watch_api(api: apigateway.HttpApi, topic: sns.ITopic) -> None:
    """Tell people when the API itself fails: the sender retries, but not for ever."""
    metric = api.metric_server_error(period=Duration.minutes(5), statistic="Sum")
    description = "Webhooks of HR end in an error of ours"
    add_alarm(api, "Failing", metric, threshold=0, description=description, runbook="the-webhook-fails", topic=topic)


def add_alarm(
    scope: Construct,
    name: str,
    metric: cloudwatch.IMetric,
    *,
    threshold: float,
    description: str,
    runbook: str,
    topic: sns.ITopic,
) -> None:
    """An alarm above `threshold`, to the topic. No measurement is no alarm: an idle queue reports nothing."""
    alarm = cloudwatch.Alarm(
        scope,
        name,
        metric=metric,
        threshold=threshold,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluation_periods=1,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        alarm_description=f"{description}. What to do: {RUNBOOKS}#{runbook}",
    )
    alarm.add_alarm_action(actions.SnsAction(topic))


def _name(queue: sqs.Queue) -> str:
    """As people know it: 'AccountsLane DeadLetters', or 'Undelivered'."""
    lane = queue.node.scope
    return f"{lane.node.id} {queue.node.id}" if isinstance(lane, Intake) else queue.node.id
