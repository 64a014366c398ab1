"""What Gatehouse does by the clock: workers every hour, the sweep every night, the audit every week, and drills."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from aws_cdk import Duration, TimeZone
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_scheduler_targets as targets
from constructs import Construct

from lambdas.core.drills import Appointment, DrillSignal
from lambdas.core.scopes import Scope
from lambdas.core.signals import AUDIT_DUE, SWEEP_DUE, Signal, make_wake
from lambdas.core.workers import make_look
from stacks.intake import Intake
from stacks.wake_ups import WakeUps

# EventBridge Scheduler puts these in (Scheduler User Guide, "Adding context attributes"): each night has its own event.
EXECUTION, TIME = "<aws.scheduler.execution-id>", "<aws.scheduler.scheduled-time>"
HOURLY = {"minute": "45"}
NIGHTLY = {"hour": "1", "minute": "15"}
WEEKLY = {"week_day": "SUN", "hour": "2", "minute": "15"}
DAILY = {"hour": "6", "minute": "45"}


def add_appointments(scope: Construct, wake_ups: WakeUps, *, sweep: Intake, audit: Intake, workers: Intake) -> None:
    """The schedules, each to its lane."""
    for name, when, event, lane in (
        ("Hourly", HOURLY, make_look(EXECUTION), workers),
        ("Nightly", NIGHTLY, _everything(SWEEP_DUE), sweep),
        ("Weekly", WEEKLY, _everything(AUDIT_DUE), audit),
    ):
        _add(scope, name, _at(when), wake_ups, _make_target(lane, event, wake_ups))


def add_drills(scope: Construct, wake_ups: WakeUps, lane: Intake, every: timedelta) -> None:
    """The drill as often as the policy says, and the inspection every day."""
    rate = scheduler.ScheduleExpression.rate(Duration.minutes(every // timedelta(minutes=1)))
    for name, when, appointment in (
        ("Every", rate, Appointment.DRILL),
        ("Inspection", _at(DAILY), Appointment.INSPECTION),
    ):
        event = DrillSignal(appointment, EXECUTION).to_event()
        _add(scope, name, when, wake_ups, _make_target(lane, event, wake_ups))


def _everything(kind: str) -> dict[str, Any]:
    return make_wake(Signal(kind, Scope(everything=True), EXECUTION, TIME))


def _at(when: Mapping[str, str]) -> scheduler.ScheduleExpression:
    return scheduler.ScheduleExpression.cron(time_zone=TimeZone.ETC_UTC, **when)


def _add(
    scope: Construct,
    name: str,
    when: scheduler.ScheduleExpression,
    wake_ups: WakeUps,
    target: targets.SqsSendMessage,
) -> None:
    scheduler.Schedule(scope, name, schedule=when, schedule_group=wake_ups.group, target=target)


def _make_target(lane: Intake, event: Mapping[str, Any], wake_ups: WakeUps) -> targets.SqsSendMessage:
    return targets.SqsSendMessage(
        lane.queue,
        message_group_id=lane.message_group,
        input=scheduler.ScheduleTargetInput.from_object(dict(event)),
        # What it may do is said where it is made; CDK would add more for each target.
        role=wake_ups.role.without_policy_updates(),
    )
