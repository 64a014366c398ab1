"""CloudFormation tells EventBridge what becomes of a stack.

AWS: every change of a stack's status is an event on the default bus of the stack's account and Region, with the token
of the call that asked for it (CloudFormation guide, "Stack Status Change event detail"). ministack: keeps the change
among the stack's events, and tells nobody.
"""

# ruff: noqa: SLF001  (the record of a stack's events is private)

from typing import Any

from ministack.services import cloudformation
from ministack.services.cloudformation import changesets, handlers, stacks

from sandbox.emulator import cloudtrail

STACK = "AWS::CloudFormation::Stack"
DETAIL_TYPE = "CloudFormation Stack Status Change"
# Each of these has taken the function by name.
RECORDERS: tuple[Any, ...] = (stacks, handlers, changesets)


def apply() -> None:
    """Tell of each event that a stack records of itself."""
    record = stacks._add_event

    def recorded(stack_id: str, stack_name: str, *event: Any, **more: Any) -> None:
        record(stack_id, stack_name, *event, **more)
        _announce(cloudformation._stack_events[stack_id][-1])

    for module in RECORDERS:
        module._add_event = recorded


def _announce(event: dict[str, Any]) -> None:
    """A nested stack is a resource of its parent's too: only what it says of itself is its status."""
    stack_id = event["StackId"]
    if event["ResourceType"] != STACK or event["LogicalResourceId"] != event["StackName"]:
        return
    _, _, _, region, account_id, _ = stack_id.split(":", 5)
    detail = {
        "stack-id": stack_id,
        "status-details": {"status": event["ResourceStatus"], "status-reason": event["ResourceStatusReason"]},
        "client-request-token": event.get("ClientRequestToken", ""),
    }
    cloudtrail.emit(
        "aws.cloudformation", DETAIL_TYPE, detail, account_id=account_id, region=region, resources=[stack_id]
    )
