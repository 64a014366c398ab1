"""`gatehouse drill`: test the path of the alarm now."""

import time
import uuid
from typing import Annotated, Any

import typer

from cli.deployment import find_deployment
from cli.messages import answer, end, say
from cli.options import AsJson
from cli.ports import CommandLinePorts
from cli.render import printable
from cli.statuses import Status
from lambdas.core.drills import Appointment, DrillSignal
from lambdas.flows.drill import PARTITION

LANE = "drill"
POLL = 1.0
Seconds = Annotated[int, typer.Option("--wait", metavar="SECONDS", help="How long to wait for what was found.")]


def drill(*, wait: Seconds = 240, as_json: AsJson = False) -> Status:
    """Send a marked event through the path of the alarm, and look at its rules and listeners. People get a message."""
    ports = CommandLinePorts(deployed=find_deployment())
    signal = DrillSignal(Appointment.DRILL, f"asked-{uuid.uuid4()}")
    ports.lanes.send(LANE, signal.to_event())
    record = _wait_for_record(signal.event_id, ports, wait)
    if record is None:
        end(f"the drill has not ended after {wait} seconds: its record will stand under {PARTITION}", Status.FAILED)
    if as_json:
        answer(record)
    for line in (*record["findings"], *record["notes"]):
        say(printable(line))
    succeeded = record["result"] == "succeeded"
    say(f"The drill {record['result']}: {_describe(record['arrived_after_seconds'])}")
    return Status.DONE if succeeded else Status.FAILED


def _describe(seconds: float | None) -> str:
    return "the alarm did not arrive." if seconds is None else f"the alarm arrived after {seconds:.1f} seconds."


def _wait_for_record(event_id: str, ports: CommandLinePorts, seconds: int) -> dict[str, Any] | None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for record in ports.ledger.list_records(PARTITION):
            if record["event_id"] == event_id:
                return record
        time.sleep(POLL)
    return None
