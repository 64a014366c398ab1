"""Events go on to buses of other Regions and accounts, when both sides let them.

AWS: a target in another Region or account needs a role that may put events there; a bus of another account needs a
policy that takes them besides (EventBridge guide, "Sending and receiving events between accounts" and "between
Regions"). The event keeps its account and Region, and a rule of a third account is not served by it. What is not
delivered goes to the target's DeadLetterConfig. ministack: delivers to buses of the rule's account and Region only.
"""

# ruff: noqa: SLF001  (the dispatch is private)

from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import eventbridge

from sandbox.emulator.bus_policies import policy_takes, put_context

Target = dict[str, Any]
Event = dict[str, Any]


def apply() -> None:
    """Deliver to buses elsewhere; park what is not taken; leave everything else as it was."""
    invoke = eventbridge._invoke_target

    def invoke_anywhere(target: Target, event: Event, rule: dict[str, Any], view: Any = None) -> Any:
        if not _is_elsewhere(target.get("Arn", "")):
            return invoke(target, event, rule, view)
        if _goes_on(target, event) and _put(target["Arn"], event, rule):
            return None
        eventbridge.logger.warning("%s is not delivered to %s", rule.get("Arn"), target["Arn"])
        dead_letters = (target.get("DeadLetterConfig") or {}).get("Arn")
        return invoke({"Arn": dead_letters}, event, rule, view) if dead_letters else None

    eventbridge._invoke_target = invoke_anywhere


def _is_elsewhere(arn: str) -> bool:
    return ":event-bus/" in arn and tuple(arn.split(":")[3:5]) != (get_region(), get_account_id())


def _goes_on(target: Target, event: Event) -> bool:
    """A role that may; for another account also a bus that takes it, and an event that is this account's own."""
    role, bus = target.get("RoleArn") or "", target["Arn"]
    if not role or not _role_may_put(role, bus):
        return False
    if bus.split(":")[4] == get_account_id():
        return True
    return event.get("Account") == get_account_id() and policy_takes(bus, role)


def _role_may_put(role_arn: str, bus_arn: str) -> bool:
    policies = iam_evaluator._gather_role_policies(role_arn.rpartition("/")[2], get_account_id())
    return bool(iam_evaluator.evaluate(put_context(bus_arn, role_arn), policies).decision == "Allow")


def _put(bus_arn: str, event: Event, rule: dict[str, Any]) -> bool:
    """Dispatch it there, unless this rule has seen it or there is no such bus."""
    _, _, _, region, account_id, resource = bus_arn.split(":", 5)
    seen, bus = event.get("_Rules", ()), resource.partition("/")[2]
    if rule["Arn"] in seen:
        return False
    own = {name: value for name, value in event.items() if name != "_DispatchPath"}
    with request_scope(account_id, region):
        eventbridge._ensure_default_bus()
        if bus not in eventbridge._event_buses:
            return False
        forwarded = {**own, "EventBusName": bus, "_Rules": (*seen, rule["Arn"])}
        eventbridge._dispatch_event(forwarded)
        eventbridge._archive_event(own | {"EventBusName": bus})
    return True
