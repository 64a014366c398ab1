"""What becomes of an open incident: a person acknowledges it, or it is told again, and at last it is closed."""

from collections.abc import Callable

from lambdas.core.errors import RejectError, RetryError
from lambdas.core.escalations import Escalation, due_at
from lambdas.core.incident_texts import closing_text, escalation_text
from lambdas.core.incidents import Incident, Status, acknowledge, look_again
from lambdas.core.ocsf import Activity, make_ocsf
from lambdas.core.policy import Policy
from lambdas.ports import Ports

BREAK_GLASS_LANE = "break_glass"
ATTEMPTS = 5


def change_incident(incident_id: str, change: Callable[[Incident | None], Incident], ports: Ports) -> Incident:
    """Read it, change it, write it, unless somebody else has written it meanwhile: then once more.

    `change` gets None where there is no such incident yet. Raises RetryError when others are always faster.
    """
    for _ in range(ATTEMPTS):
        read = ports.ledger.find_incident(incident_id)
        changed = change(read)
        if changed == read or ports.ledger.save_incident(changed, read):
            return changed
    raise RetryError(f"incident {incident_id} is changed by others all the time")


def escalate(escalation: Escalation, policy: Policy, ports: Ports) -> str:
    """What became of the incident whose wake-up this is, in a word or two. An overtaken wake-up does nothing.

    People are told before the next round begins: after a crash between the two they hear of it twice.
    """
    incident, now = ports.ledger.find_incident(escalation.incident_id), ports.clock.now()
    if incident is None or incident["status"] == Status.CLOSED or Escalation.of(incident) != escalation:
        return "overtaken"
    looked = look_again(incident, now, policy.break_glass.acknowledge_within)
    if looked["status"] == Status.OPEN:
        ports.notifier.alert(*escalation_text(incident, now))
        publish("IncidentNotAcknowledged", looked, Activity.UPDATE, ports)
    if looked["status"] == Status.CLOSED:
        ports.notifier.alert(*closing_text(looked))
        publish("IncidentClosed", looked, Activity.CLOSE, ports)
    else:
        following = Escalation.of(looked)
        ports.schedules.wake(BREAK_GLASS_LANE, following.name, due_at(looked), following.to_event())
    if not ports.ledger.save_incident(looked, incident):
        raise RetryError(f"incident {escalation.incident_id} changed while it was looked at")
    return str(looked["status"])


def acknowledge_incident(incident_id: str, *, by: str, reason: str, ticket: str, ports: Ports) -> Incident:
    """The incident, now in the hands of `by`. Raises RejectError when there is none, or it is closed."""
    now = ports.clock.now()

    def change(incident: Incident | None) -> Incident:
        if incident is None:
            raise RejectError(f"no incident {incident_id}: `gatehouse incidents` lists those that are open")
        return acknowledge(incident, by=by, reason=reason, ticket=ticket, now=now)

    incident = change_incident(incident_id, change, ports)
    publish("IncidentAcknowledged", incident, Activity.UPDATE, ports)
    return incident


def publish(detail_type: str, incident: Incident, activity: Activity, ports: Ports) -> None:
    """The incident on the bus, whole, with its form in OCSF."""
    ocsf = make_ocsf(incident, incident, activity, ports.clock.now())
    ports.notifier.publish(detail_type, {**incident, "ocsf": ocsf})
