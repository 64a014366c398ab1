"""The rule state that lets CloudTrail's read-only events through.

AWS: a rule in the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS gets every management event; one that is ENABLED
gets none whose name begins with Get, List or Describe (EventBridge guide, eb-service-event-cloudtrail-management).
ministack: such a rule never matches, and an ENABLED one gets everything.
"""

# ruff: noqa: SLF001  (the dispatch is private)

from typing import Any

from ministack.services import eventbridge

ENABLED, ALL_EVENTS = "ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
READS = ("Get", "List", "Describe")


def apply() -> None:
    """Dispatch by the rule's state: ministack's own loop, with AWS's condition in the place of its own."""
    eventbridge._dispatch_event = _dispatch_by_state


def _dispatch_by_state(event: dict[str, Any], view: Any = None) -> None:
    view = view or eventbridge._pattern_event_view(event)
    path, bus = set(event.get("_DispatchPath") or []), event.get("EventBusName", "default")
    is_read = _is_read(view.event_with_detail())
    for key, rule in eventbridge._rules.items():
        here = rule.get("EventBusName", "default") == bus and key not in path and rule.get("EventPattern")
        if not here or not _lets_through(rule.get("State"), is_read=is_read):
            continue
        if eventbridge._matches_pattern_view(rule["EventPattern"], view, f"rule {key}"):
            for target in eventbridge._targets.get(key, []):
                eventbridge._invoke_target(target, event, rule, view)


def _lets_through(state: str | None, *, is_read: bool) -> bool:
    return state == ALL_EVENTS or (state == ENABLED and not is_read)


def _is_read(event: dict[str, Any]) -> bool:
    """A read-only management event that an ENABLED rule does not get."""
    detail = event.get("detail")
    if not isinstance(detail, dict) or "via CloudTrail" not in str(event.get("detail-type")):
        return False
    return bool(detail.get("readOnly")) and str(detail.get("eventName", "")).startswith(READS)
