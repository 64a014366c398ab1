"""An EventBridge rule as a value, so that stacks, tests and the command line speak of the same one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class EventRule:
    """One rule: `pattern` is the EventBridge pattern as JSON has it.

    `read_only` asks for the rule state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS: without it EventBridge does not
    deliver CloudTrail's read-only management events (EventBridge User Guide, eb-service-event-cloudtrail).
    """

    name: str
    description: str
    pattern: Mapping[str, Any]
    read_only: bool = False
