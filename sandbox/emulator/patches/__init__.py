"""What ministack lacks of AWS and the product needs: one file each, and one contract test each.

They reach into private functions, so another version of ministack than the pinned one is refused (`version`).
"""

from sandbox.emulator.patches import (
    assume_role,
    bus_targets,  # after queue_targets, which parks what it does not deliver
    email_subscriptions,
    functions,
    metric_math,
    pass_role,
    query_definitions,
    queue_targets,
    recorded_calls,
    rule_resources,
    rule_states,
    schedule_templates,
    schedules,
    secrets,
    stack_events,
)

PATCHES = (
    assume_role,
    email_subscriptions,
    functions,
    metric_math,
    pass_role,
    query_definitions,
    queue_targets,
    recorded_calls,
    rule_resources,
    rule_states,
    schedule_templates,
    schedules,
    secrets,
    stack_events,
    bus_targets,  # after queue_targets, which parks what it does not deliver
)


def apply_all() -> None:
    """Every patch, once per process."""
    for patch in PATCHES:
        patch.apply()
