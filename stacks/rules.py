"""EventBridge rules from the core's `EventRule`s: one description of a rule for stacks, tests and command line."""

from collections.abc import Iterable
from typing import Any

from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from lambdas.core.rules import READ_ONLY_TOO, EventRule
from stacks.intake import Intake


def add_rules(
    scope: Construct, rules: Iterable[EventRule], target: events.IRuleTarget, bus: events.IEventBus | None = None
) -> None:
    """Send what each rule lets through to the target; from the account's default bus unless another is given."""
    for rule in rules:
        made = events.Rule(
            scope,
            rule.name,
            description=rule.description,
            event_bus=bus,
            event_pattern=_make_pattern(rule),
            targets=[target],
        )
        if rule.read_only:
            _deliver_read_only_events(made)


def make_queue_target(intake: Intake, undelivered: sqs.IQueue) -> events.IRuleTarget:
    """The target that puts an event into a queue; an event AWS cannot put there goes to `undelivered`."""
    return targets.SqsQueue(intake.queue, message_group_id=intake.message_group, dead_letter_queue=undelivered)


def _make_pattern(rule: EventRule) -> events.EventPattern:
    return events.EventPattern(**{key.replace("-", "_"): _make_values(value) for key, value in rule.pattern.items()})


def _make_values(wanted: Any) -> Any:
    """Outside of `detail` the L2 takes texts only, and its own Match for the one operator the core uses there."""
    match wanted:
        case [{"prefix": str(prefix)}]:
            return events.Match.prefix(prefix)
    return wanted


def _deliver_read_only_events(rule: events.Rule) -> None:
    """No L2 property sets this state, hence the L1: aws-cdk-lib 2.275 knows only enabled or disabled."""
    made = rule.node.default_child
    if not isinstance(made, events.CfnRule):
        raise TypeError(f"{rule.node.path} is not made of an AWS::Events::Rule")
    made.state = READ_ONLY_TOO
