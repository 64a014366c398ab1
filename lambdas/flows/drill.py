"""The drill: a marked event goes in at the beginning of the path of the alarm, and must come out as a message."""

from collections.abc import Sequence

from lambdas.alarm_path import DrillPorts
from lambdas.core.drills import WITHIN, Appointment, Drill, DrillReport, DrillSignal, drill_text
from lambdas.core.errors import GatehouseError
from lambdas.core.policy import Policy
from lambdas.flows.inspection import find_faults, inspect, tell
from lambdas.flows.promises import find_unproven
from lambdas.ports import Ports

PARTITION = "drill"
SILENT = f"the alarm did not arrive within {int(WITHIN.total_seconds())} seconds"


def ring(drill: Drill, ports: Ports) -> str:
    """The other end, where real alarms are made: the message of this drill goes to people as theirs do."""
    ports.notifier.alert(*drill_text(drill))
    return f"drill {drill.id}"


def run_drill(event_ids: Sequence[str], policy: Policy, ports: DrillPorts) -> DrillReport:
    """One drill for all who asked at once, recorded under the id of each, and told when anything is wrong."""
    seconds, findings = _try_alarm(Drill(event_ids[0]), ports)
    report = DrillReport(seconds, (*findings, *find_faults(policy, ports)), find_unproven(policy, ports))
    for event_id in event_ids:
        ports.ledger.record(PARTITION, event_id, report.to_document(), ports.clock.now())
    tell("drill", report, ports)
    return report


def _try_alarm(drill: Drill, ports: DrillPorts) -> tuple[float | None, tuple[str, ...]]:
    """The seconds until the alarm was there, and what is wrong."""
    begun = ports.clock.now()
    try:
        ports.alarm_path.send(drill)
        while ports.clock.now() - begun < WITHIN:
            if ports.alarm_path.has_arrived(drill):
                return (ports.clock.now() - begun).total_seconds(), ()
    except GatehouseError as error:
        return None, (f"the alarm could not be tried: {error}",)
    return None, (SILENT,)


def keep_appointments(signals: Sequence[DrillSignal], policy: Policy, ports: DrillPorts) -> DrillReport:
    """One drill for all who want one; else the inspection, which a drill contains. The first inspection is a drill."""
    drills = [signal.event_id for signal in signals if signal.appointment is Appointment.DRILL]
    rest = [signal.event_id for signal in signals if signal.appointment is Appointment.INSPECTION]
    if rest and not ports.ledger.list_records(PARTITION):
        drills += rest
    return run_drill(drills, policy, ports) if drills else inspect(rest, policy, ports)
