"""What Gatehouse makes for itself and its functions share: state, bus, alerts, queues, wake-ups."""

from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from stacks.acknowledgements import acknowledge
from stacks.alert_topic import AlertTopic
from stacks.intake import DEAD_LETTER_RETENTION, Intake, make_queue
from stacks.settings import DeploymentSettings
from stacks.state import make_table
from stacks.wake_ups import WakeUps

# A loop over ten accounts, or ten leavers, whose changes AWS decides within some seconds each.
LANE_TIMEOUT = Duration.minutes(2)
# A look at a large organization: as long as a function may run. What it does not finish goes on in a new message.
LONG_TIMEOUT = Duration.minutes(15)
WATCH_TIMEOUT = Duration.seconds(30)


@dataclass(frozen=True, slots=True)
class Owned:
    """`undelivered` holds the events AWS could not put into their queue.

    `last_resort` is a second topic, on which nothing of the path of the alarm depends.
    """

    table: dynamodb.ITableV2
    bus: events.IEventBus
    alerts: AlertTopic
    last_resort: AlertTopic
    accounts: Intake
    workers: Intake
    sweep: Intake
    audit: Intake
    break_glass: Intake
    drill: Intake
    undelivered: sqs.Queue
    wake_ups: WakeUps


def make_owned(scope: Construct, settings: DeploymentSettings) -> Owned:
    """Everything but the functions, made once."""
    accounts = Intake(scope, "AccountsLane", handling=LANE_TIMEOUT, message_group="accounts")
    workers = Intake(scope, "WorkersLane", handling=LANE_TIMEOUT, message_group="workers")
    sweep = Intake(scope, "SweepLane", handling=LONG_TIMEOUT, message_group="sweep")
    audit = Intake(scope, "AuditLane", handling=LONG_TIMEOUT, message_group="audit")
    break_glass = Intake(scope, "BreakGlassEvents", handling=WATCH_TIMEOUT)
    drill = Intake(scope, "DrillLane", handling=LANE_TIMEOUT, message_group="drill")
    undelivered = make_queue(scope, "Undelivered", ordered=False, retention_period=DEAD_LETTER_RETENTION)
    acknowledge(undelivered, "SQS3", "It is itself a dead-letter queue, that of the rules.")
    return Owned(
        table=make_table(scope, "State"),
        bus=events.EventBus(scope, "Bus", event_bus_name="gatehouse", description="Gatehouse's own events"),
        alerts=AlertTopic(scope, "Alerts", emails=settings.alert_emails),
        last_resort=AlertTopic(scope, "LastResort", emails=settings.alert_emails),
        accounts=accounts,
        workers=workers,
        sweep=sweep,
        audit=audit,
        break_glass=break_glass,
        drill=drill,
        undelivered=undelivered,
        wake_ups=WakeUps(scope, "WakeUps", lanes=[accounts, workers, sweep, audit, break_glass, drill]),
    )
