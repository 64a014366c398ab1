"""The kinds of signals: one table, one row per kind of event.

The same row makes the rule that lets an event through and reads it when it arrives, so the two cannot differ.
"""

from lambdas.core.names import STACK
from lambdas.core.signal_kinds import control_tower, directory, identity_center, organizations
from lambdas.core.signal_kinds.kind import Kind

__all__ = ["DEPLOYED", "KINDS", "Kind"]

KINDS = (*organizations.KINDS, *control_tower.KINDS, *identity_center.KINDS, *directory.KINDS)

# A deploy may have brought another policy: the only kind that goes straight to the sweep. Shape: CloudFormation User
# Guide, "CloudFormation event details".
DEPLOYED = Kind(
    "Deployed",
    "Gatehouse was deployed, perhaps with another policy",
    {
        "source": ["aws.cloudformation"],
        "detail-type": ["CloudFormation Stack Status Change"],
        "detail": {
            "stack-id": [{"wildcard": f"arn:aws*:cloudformation:*:*:stack/{STACK}/*"}],
            "status-details": {"status": ["CREATE_COMPLETE", "UPDATE_COMPLETE"]},
        },
    },
)
