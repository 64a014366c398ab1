"""What Gatehouse makes for itself and its functions share: state, bus, alerts, queues, wake-ups."""

from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from stacks.acknowledgements import acknowledge
from stacks.alert_topic import AlertTopic
from stacks.customer_key import find_customer_key
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
    """`undelivered` holds the events AWS could not put into their queue; `key` is the customer's, or None.

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
    key: kms.IKey | None


def make_owned(scope: Construct, settings: DeploymentSettings) -> Owned:
    """Everything but the functions, made once."""
    key = find_customer_key(scope, settings.kms_key_arn)
    accounts = Intake(scope, "AccountsLane", handling=LANE_TIMEOUT, message_group="accounts", key=key)
    workers = Intake(scope, "WorkersLane", handling=LANE_TIMEOUT, message_group="workers", key=key)
    sweep = Intake(scope, "SweepLane", handling=LONG_TIMEOUT, message_group="sweep", key=key)
    audit = Intake(scope, "AuditLane", handling=LONG_TIMEOUT, message_group="audit", key=key)
    break_glass = Intake(scope, "BreakGlassEvents", handling=WATCH_TIMEOUT, key=key)
    drill = Intake(scope, "DrillLane", handling=LANE_TIMEOUT, message_group="drill", key=key)
    undelivered = make_queue(scope, "Undelivered", ordered=False, retention_period=DEAD_LETTER_RETENTION, key=key)
    acknowledge(undelivered, "SQS3", "It is itself a dead-letter queue, that of the rules.")
    return Owned(
        table=make_table(scope, "State", key),
        bus=events.EventBus(scope, "Bus", event_bus_name="gatehouse", description="Gatehouse's own events"),
        alerts=AlertTopic(scope, "Alerts", emails=settings.alert_emails, key=key),
        # Not with the customer's key: a key that is lost silences the first topic, and must not silence this one.
        last_resort=AlertTopic(scope, "LastResort", emails=settings.alert_emails),
        accounts=accounts,
        workers=workers,
        sweep=sweep,
        audit=audit,
        break_glass=break_glass,
        drill=drill,
        undelivered=undelivered,
        wake_ups=WakeUps(scope, "WakeUps", lanes=[accounts, workers, sweep, audit, break_glass, drill], key=key),
        key=key,
    )
