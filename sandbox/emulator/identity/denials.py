"""CloudTrail records of the calls IAM refused: they never reach a service's own handler."""

from typing import Any

from ministack.core import iam_actions

from sandbox.emulator import cloudtrail
from sandbox.emulator.cloudtrail_events import event_region, event_source, is_recorded


def record_denials() -> None:
    """Wrap the function with which ministack words every refusal.

    AWS records a refused call with errorCode AccessDenied and null requestParameters. Reads are left out, as they are
    when they succeed; sts is not ours to record.
    """
    word_refusal = iam_actions.access_denied_response

    def recorded(service: str, action: str, principal_arn: str, request_id: str, **details: Any) -> Any:
        answer = word_refusal(service, action, principal_arn, request_id, **details)
        name = action.partition(":")[2]
        # A key nobody owns has no account that CloudTrail could record it in.
        unknown_caller = bool(details.get("error_code"))
        if not unknown_caller and is_recorded(service, name):
            cloudtrail.record(
                event_source(service),
                name,
                headers=details.get("headers") or {},
                error=("AccessDenied", _message(principal_arn, action, details)),
                region=event_region(service),
            )
        return answer

    iam_actions.access_denied_response = recorded


def _message(principal_arn: str, action: str, details: dict[str, Any]) -> str:
    resource = details.get("resource_arn", "*")
    reason = (
        "with an explicit deny in an identity-based policy"
        if details.get("explicit_deny")
        else f"because no identity-based policy allows the {action} action"
    )
    return f"User: {principal_arn} is not authorized to perform: {action} on resource: {resource} {reason}"
