"""An EventBridge rule as a value, so that stacks, tests and the command line speak of the same one."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Regions(StrEnum):
    """Where AWS reports an event."""

    HOME = "the home Region"
    """Identity Center's Region; where it is replicated, the portal's events also in each Region of it."""
    GLOBAL = "us-east-1"
    """IAM, Organizations and the account API are global, and report here only."""
    EVERY = "every Region"
    """In the Region where the call was made."""


@dataclass(frozen=True, slots=True)
class EventRule:
    """One rule: `pattern` is the EventBridge pattern as JSON has it.

    `read_only` asks for the rule state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS: without it EventBridge does not
    deliver CloudTrail's read-only management events (EventBridge User Guide, eb-service-event-cloudtrail).
    `regions` says where such events are reported, and `members` that they may be reported in member accounts, too.
    """

    name: str
    description: str
    pattern: Mapping[str, Any]
    read_only: bool = False
    regions: Regions = Regions.HOME
    members: bool = False
