"""The watch over the watch: a rule that goes straight to a topic of its own."""

from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from lambdas.core.break_glass.alarm_path import rule_watch
from stacks.alert_topic import AlertTopic
from stacks.rules import add_rules

TEXT = (
    "{name} was called on rule {rule} of Gatehouse, in account {account}, {region}, at {at}, by {who}. "
    "What that rule watches may go unseen. If it was not you: deploy Gatehouse again, then end the caller's sessions "
    "(docs/break-glass.md, When it rings)."
)
PATHS = {
    "name": "$.detail.eventName",
    "account": "$.account",
    "region": "$.region",
    "at": "$.time",
    "who": "$.detail.userIdentity.arn",
}


def add_rule_watch(scope: Construct, alerts: AlertTopic, undelivered: sqs.IQueue) -> None:
    """Tell people on `alerts`, by nothing but the rule and the topic."""
    told = {name: events.EventField.from_path(path) for name, path in PATHS.items()}
    # PutRule and DeleteRule say `name`, the others `rule`; EventBridge leaves out the one that is not there.
    both = [events.EventField.from_path(f"$.detail.requestParameters.{key}") for key in ("name", "rule")]
    message = events.RuleTargetInput.from_text(TEXT.format(**told, rule="".join(both)))
    target = targets.SnsTopic(alerts.let_rules(), message=message, dead_letter_queue=undelivered)
    add_rules(scope, [rule_watch()], target)
