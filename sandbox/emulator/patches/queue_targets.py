"""An event whose target is gone goes to the target's dead-letter queue.

AWS: an event that cannot be delivered goes to the target's DeadLetterConfig (EventBridge guide, eb-rule-dlq).
ministack: it is logged and lost.
"""

# ruff: noqa: SLF001  (the dispatch is private)

from typing import Any

from ministack.services import eventbridge, sqs


def apply() -> None:
    """Deliver to the dead-letter queue what its own queue is not there to take."""
    invoke = eventbridge._invoke_target

    def invoke_or_park(target: dict[str, Any], event: dict[str, Any], rule: Any, view: Any = None) -> Any:
        arn, dead_letters = target.get("Arn", ""), (target.get("DeadLetterConfig") or {}).get("Arn")
        if dead_letters and ":sqs:" in arn and not sqs._queue_by_arn(arn):
            parked = {"Arn": dead_letters, "SqsParameters": target.get("SqsParameters") or {"MessageGroupId": "lost"}}
            return invoke(parked, event, rule, view)
        return invoke(target, event, rule, view)

    eventbridge._invoke_target = invoke_or_park
