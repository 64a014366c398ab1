"""An EventBridge rule as a value, so that stacks, tests and the command line speak of the same one."""

from collections.abc import Iterable, Mapping
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


@dataclass(frozen=True, slots=True)
class StandingRule:
    """A rule as EventBridge has it now: `state` in its words, `pattern` as JSON has it, the number of its targets."""

    name: str
    description: str
    state: str
    pattern: Mapping[str, Any]
    targets: int


WITHOUT_READS = ", without CloudTrail's read-only events"
ENABLED, READ_ONLY_TOO = "ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"


def find_rule_faults(wanted: Iterable[EventRule], standing: Iterable[StandingRule], where: str) -> tuple[str, ...]:
    """What differs from what was deployed, a sentence for each rule. They are matched by their descriptions."""
    found = {rule.description: rule for rule in standing}
    faults = ((rule, _find_fault(rule, found.get(rule.description))) for rule in wanted)
    return tuple(f"rule {rule.name} in {where} {fault}" for rule, fault in faults if fault)


def _find_fault(wanted: EventRule, standing: StandingRule | None) -> str:
    if standing is None:
        return "is gone"
    if standing.state != (READ_ONLY_TOO if wanted.read_only else ENABLED):
        return f"is {standing.state.lower()}{WITHOUT_READS if standing.state == ENABLED else ''}"
    if standing.pattern != wanted.pattern:
        return "has another pattern than the one this version deploys"
    return "" if standing.targets else "has no target"
