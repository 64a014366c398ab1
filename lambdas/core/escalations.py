"""The wake-up of an incident: the time has come to look whether a person has taken care of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from lambdas.core.errors import RejectError
from lambdas.core.incidents import Incident
from lambdas.core.signals import WAKE_SOURCE

ESCALATION_DUE = "EscalationDue"


@dataclass(frozen=True, slots=True)
class Escalation:
    """`round` is the incident's when the wake-up was made: in a later round it has been overtaken."""

    incident_id: str
    round: int

    @classmethod
    def of(cls, incident: Incident) -> Self:
        """The next one of this incident."""
        return cls(incident["id"], incident["round"])

    @property
    def name(self) -> str:
        """The name of the schedule: 64 characters of `[0-9a-zA-Z-_.]` at most (EventBridge Scheduler API)."""
        plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in self.incident_id)
        return f"incident-{plain[-44:]}-{self.round}"

    def to_event(self) -> dict[str, Any]:
        """As it comes back in the queue of break-glass events."""
        detail = {"incident_id": self.incident_id, "round": self.round}
        return {"source": WAKE_SOURCE, "detail-type": ESCALATION_DUE, "id": self.name, "detail": detail}


def parse_escalation(event: Mapping[str, Any]) -> Escalation | None:
    """The wake-up in this event, or None for another event. RejectError for one that Gatehouse did not write."""
    if (event.get("source"), event.get("detail-type")) != (WAKE_SOURCE, ESCALATION_DUE):
        return None
    try:
        return Escalation(str(event["detail"]["incident_id"]), int(event["detail"]["round"]))
    except (KeyError, TypeError, ValueError) as error:
        raise RejectError(f"an escalation that Gatehouse did not write: {error!r}") from error


def due_at(incident: Incident) -> datetime:
    """When it is due."""
    return datetime.fromisoformat(incident["look_at"])
