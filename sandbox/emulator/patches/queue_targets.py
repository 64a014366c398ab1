"""A queue takes only what may be sent to it; what it does not take goes to the target's dead-letter queue.

AWS: EventBridge delivers to a queue whose policy allows events.amazonaws.com (EventBridge guide, "Amazon SQS
permissions"), Scheduler to one that the target's role may send to (Scheduler guide, "Set up the execution role"), and
what cannot be delivered goes to the target's DeadLetterConfig (eb-rule-dlq). ministack: every queue takes everything,
and an event whose queue is gone is logged and lost.
"""

# ruff: noqa: SLF001  (the dispatch is private)

from contextvars import copy_context
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import eventbridge, sqs

EVENTBRIDGE = "events.amazonaws.com"
SEND = "sqs:SendMessage"
Target = dict[str, Any]


def apply() -> None:
    """Ask before a delivery to a queue; park what is not taken."""
    invoke = eventbridge._invoke_target

    def invoke_or_park(target: Target, event: dict[str, Any], rule: dict[str, Any], view: Any = None) -> Any:
        if ":sqs:" not in target.get("Arn", "") or _takes(target, rule):
            return invoke(target, event, rule, view)
        eventbridge.logger.warning("%s is not delivered to %s", rule.get("Arn"), target["Arn"])
        dead_letters = (target.get("DeadLetterConfig") or {}).get("Arn")
        parked = {**target, "Arn": dead_letters, "SqsParameters": target.get("SqsParameters") or {}}
        return invoke(parked, event, rule, view) if dead_letters and _takes(parked, rule) else None

    eventbridge._invoke_target = invoke_or_park


def _takes(target: Target, rule: dict[str, Any]) -> bool:
    """Whether the queue is there and may be sent to. `rule` is a rule, or a schedule: its target has a role."""
    if not sqs._queue_by_arn(target["Arn"]):
        return False
    if target.get("RoleArn"):
        return _role_may_send(target["RoleArn"], target["Arn"])
    return copy_context().run(_policy_allows, target["Arn"], rule.get("Arn", ""))


def _policy_allows(queue_arn: str, rule_arn: str) -> bool:
    """As EventBridge asks: over TLS, from wherever the event came here."""
    iam_evaluator.pin_request_origin("127.0.0.1", secure_transport=True)
    allowed: bool = sqs.queue_policy_allows(queue_arn, EVENTBRIDGE, rule_arn, get_account_id())
    return allowed


def _role_may_send(role_arn: str, queue_arn: str) -> bool:
    name = role_arn.rpartition("/")[2]
    context = iam_evaluator.EvalContext(
        principal_arn=f"arn:aws:sts::{get_account_id()}:assumed-role/{name}/scheduler",
        principal_type="AssumedRole",
        principal_account=get_account_id(),
        action=SEND,
        resource_arn=queue_arn,
        region=get_region(),
    )
    policies = iam_evaluator._gather_role_policies(name, get_account_id())
    return bool(iam_evaluator.evaluate(context, policies).decision == "Allow")
