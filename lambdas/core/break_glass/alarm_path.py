"""The path of the alarm is changed: Gatehouse's own rules, topics, queues, functions and alarms, and protected ones.

Its own are known by name: the stacks give every physical name the prefix 'Gatehouse', and the bus is 'gatehouse'.
AWS facts: DeleteRule exists in waf and rbin, too, so the event source is matched; Unsubscribe has only the ARN of the
subscription, which holds the topic's name; PutRule can switch off or narrow a rule; Lambda puts an API version behind
the name of a call; a refused call names its resource in errorMessage.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from lambdas.core.break_glass.acts import make_change
from lambdas.core.break_glass.finding import Finding, Severity, Subject
from lambdas.core.break_glass.kind import FROM_AWS, Kind, always
from lambdas.core.break_glass.record import Record
from lambdas.core.break_glass.watched import Watched
from lambdas.core.rules import EventRule, Regions

SERVICES = ("events", "sns", "sqs", "lambda", "monitoring")
CALLS = (
    "PutRule",
    "DeleteRule",
    "DisableRule",
    "PutTargets",
    "RemoveTargets",
    "DeleteEventBus",
    "UpdateEventBus",
    "PutPermission",
    "DeleteTopic",
    "SetTopicAttributes",
    "Subscribe",
    "Unsubscribe",
    "SetSubscriptionAttributes",
    "AddPermission",
    "RemovePermission",
    "DeleteQueue",
    "PurgeQueue",
    "SetQueueAttributes",
    "DeleteAlarms",
    "DisableAlarmActions",
    "PutMetricAlarm",
    "PutCompositeAlarm",
    "SetAlarmState",
)
LAMBDA_CALLS = (
    "DeleteFunction",
    "UpdateFunctionCode",
    "UpdateFunctionConfiguration",
    "PutFunctionConcurrency",
    "UpdateEventSourceMapping",
    "DeleteEventSourceMapping",
    "AddPermission",
    "RemovePermission",
)
# Where each service puts the name or ARN of what it changes.
PARAMETERS = {
    "name": "rule",
    "rule": "rule",
    "eventBusName": "bus",
    "topicArn": "topic",
    "subscriptionArn": "subscription",
    "queueUrl": "queue",
    "functionName": "function",
    "functionArn": "function",
    "alarmName": "alarm",
    "alarmNames": "alarm",
}
CHECK = (
    "Was this your deployment? If not, deploy Gatehouse again, end the caller's sessions, and look in CloudTrail for "
    "what happened since: the alarm may have been silent."
)


def _read(record: Record, watched: Watched) -> Finding | None:
    touched = next((found for found in _named(record) if _is_ours(found, watched)), None)
    if touched is None:
        return None
    return make_change(record, _severity(record), touched, check=CHECK)


def _severity(record: Record) -> Severity:
    """One more listener silences nobody; a stack that is deployed is most often Gatehouse's own."""
    if record.name == "Subscribe":
        return Severity.MEDIUM
    return Severity.HIGH if record.actor.is_cloudformation else Severity.CRITICAL


def _named(record: Record) -> Iterator[Subject]:
    """Everything the call names, with what it is."""
    for places in (record.parameters, record.response):
        for parameter, kind in PARAMETERS.items():
            for name in _texts(places.get(parameter)):
                yield Subject(_kind(record, parameter, kind), name)
    refused = record.refused_resource()
    if refused:
        yield Subject("resource", refused)


def _kind(record: Record, parameter: str, kind: str) -> str:
    """`name` is a rule's or a bus's. The bus a rule stands on is not touched itself: others have rules on ours."""
    if parameter == "name" and "EventBus" in record.name:
        return "bus"
    return "" if kind == "bus" and "Permission" not in record.name else kind


def _texts(found: Any) -> list[str]:
    return [str(item) for item in found] if isinstance(found, list) else [found] if isinstance(found, str) else []


def _is_ours(subject: Subject, watched: Watched) -> bool:
    protect = watched.policy.protect
    also: Mapping[str, tuple[str, ...]] = {
        "rule": protect.rules,
        "topic": protect.topics,
        "subscription": protect.topics,
        "alarm": protect.alarms,
        "resource": (*protect.rules, *protect.topics, *protect.alarms),
    }
    return bool(subject.type) and watched.own(_without_subscription_id(subject), also.get(subject.type, ()))


def _without_subscription_id(subject: Subject) -> str:
    return subject.name.rpartition(":")[0] if subject.type == "subscription" else subject.name


def _pattern() -> dict[str, Any]:
    names = [*CALLS, *({"prefix": name} for name in LAMBDA_CALLS if name not in CALLS)]
    return {**FROM_AWS, "detail": {"eventSource": [f"{name}.amazonaws.com" for name in SERVICES], "eventName": names}}


KINDS = (
    Kind(
        "AlarmPath",
        "The path of the alarm is changed: rules, topics, queues, functions, alarms",
        always(_pattern()),
        _read,
        regions=Regions.EVERY,
        members=True,
    ),
)


# Of them, those that can make a rule deaf.
RULE_CALLS = ("PutRule", "DeleteRule", "DisableRule", "PutTargets", "RemoveTargets")


def rule_watch() -> EventRule:
    """The watch over the watch: a second rule, which rings by itself when somebody changes one of Gatehouse's rules.

    Its target is a topic of its own, so it depends neither on the rule of the row above, nor on the queue, the function
    and the topic behind that one. A deployment by CloudFormation rings there and not here.
    """
    ours = [{"prefix": "Gatehouse"}]
    detail = {
        "eventSource": ["events.amazonaws.com"],
        "eventName": list(RULE_CALLS),
        "errorCode": [{"exists": False}],
        "userIdentity": {"invokedBy": [{"exists": False}, {"anything-but": "cloudformation.amazonaws.com"}]},
        "$or": [{"requestParameters": {"name": ours}}, {"requestParameters": {"rule": ours}}],
    }
    return EventRule(
        "RuleWatch", "A rule of Gatehouse's is changed: told without the others", {**FROM_AWS, "detail": detail}
    )
