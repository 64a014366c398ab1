"""Drills: a marked event must come out of the path of the alarm as a message to people; and what is recorded of it.

What a drill proves: EventBridge in the home Region, the queue, the function, the topic and its key work together, and
SNS delivers. What it does not prove: that AWS reports an act, and that each other rule would let it through. PutEvents
refuses sources that begin with `aws.`, so the marked event has a rule of its own beside the others; that those stand as
they were deployed is what the inspection looks at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from lambdas.core.errors import RejectError
from lambdas.core.rules import EventRule
from lambdas.core.signals import WAKE_SOURCE

SOURCE, DETAIL_TYPE = "gatehouse.drill", "BreakGlassDrill"
# How long the alarm may take, and how much later than it should a drill may be.
WITHIN = timedelta(minutes=1)
GRACE = timedelta(days=1)


class Appointment(StrEnum):
    """What the drill lane is woken for, as the event's detail-type says it."""

    DRILL = "DrillDue"
    INSPECTION = "InspectionDue"


@dataclass(frozen=True, slots=True)
class DrillSignal:
    """One appointment, by the id of its event."""

    appointment: Appointment
    event_id: str

    def to_event(self) -> dict[str, Any]:
        """As it stands in the lane."""
        return {"source": WAKE_SOURCE, "detail-type": str(self.appointment), "id": self.event_id, "detail": {}}


@dataclass(frozen=True, slots=True)
class Drill:
    """The marked event, by its id."""

    id: str

    def to_detail(self) -> dict[str, str]:
        """The detail of the event on the default bus."""
        return {"drill_id": self.id}


@dataclass(frozen=True, slots=True)
class DrillReport:
    """What was found. `arrived_after` are the seconds the alarm took, None when it did not arrive or none was sent."""

    arrived_after: float | None = None
    findings: Sequence[str] = ()
    notes: Sequence[str] = field(default=())

    @property
    def succeeded(self) -> bool:
        """Whether all is as it must be."""
        return not self.findings

    def to_document(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        return {
            "result": "succeeded" if self.succeeded else "failed",
            "arrived_after_seconds": self.arrived_after,
            "findings": list(self.findings),
            "notes": list(self.notes),
        }


def drill_rule(account_id: str) -> EventRule:
    """The rule that lets a drill through, of this account only: no member account can ring."""
    pattern = {"source": [SOURCE], "detail-type": [DETAIL_TYPE], "account": [account_id]}
    return EventRule("Drill", "A drill of the path of the alarm", pattern)


def parse_drill(event: Mapping[str, Any]) -> Drill | None:
    """The drill in this event, or None for another event. RejectError for one that Gatehouse did not write."""
    if (event.get("source"), event.get("detail-type")) != (SOURCE, DETAIL_TYPE):
        return None
    drill_id = event["detail"].get("drill_id") if isinstance(event.get("detail"), Mapping) else None
    if not isinstance(drill_id, str) or not drill_id:
        raise RejectError("a drill without an id: Gatehouse did not write it")
    return Drill(drill_id)


def parse_drill_signal(event: Mapping[str, Any]) -> DrillSignal:
    """Read one message of the drill lane. Raises RejectError for any other."""
    kind, event_id = event.get("detail-type"), event.get("id")
    if event.get("source") != WAKE_SOURCE or kind not in list(Appointment) or not isinstance(event_id, str):
        raise RejectError("not an appointment of the drill lane")
    return DrillSignal(Appointment(kind), event_id)


def drill_text(drill: Drill) -> tuple[str, str]:
    """What people get: nobody may take it for the real thing."""
    lines = (
        "This is a drill: nothing has happened, and there is nothing to do.",
        "That you read it means that the alarm for break glass reaches you.",
        "",
        f"Drill: {drill.id}",
    )
    return "DRILL: the alarm for break glass is tested", "\n".join(lines)


def failure_text(what: str, report: DrillReport) -> tuple[str, str]:
    """What people get when something is wrong, on both topics."""
    lines = (*(f"  {finding}" for finding in report.findings), "", "docs/break-glass.md says what to do about each.")
    return f"Gatehouse's {what} found {len(report.findings)} faults in the path of the alarm", "\n".join(lines)


def find_overdue(records: Sequence[Mapping[str, Any]], now: datetime, every: timedelta) -> str:
    """Why a drill is overdue, or nothing. `records` are those of the ledger, with `at` as ISO text."""
    succeeded = [datetime.fromisoformat(str(found["at"])) for found in records if found["result"] == "succeeded"]
    if not succeeded:
        return "no drill has succeeded yet"
    last = max(succeeded)
    if now - last <= every + GRACE:
        return ""
    return f"the last drill that succeeded was on {last:%Y-%m-%d}, and one is due every {every.days or 1} days"
