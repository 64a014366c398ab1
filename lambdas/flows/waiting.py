"""Who looks for what waits past its time: the sweep every night, and the workers lane every hour."""

from lambdas.core.errors import GatehouseError
from lambdas.core.workers import WaitingSignal, is_overdue
from lambdas.ports import Ports

LANE = "workers"


def send_overdue(ports: Ports) -> int:
    """Send what is overdue to the workers lane, where it is decided again like any other; how many that were.

    That is a wake-up that never fired, and every release from the quarantine, which has no other.
    """
    now = ports.clock.now()
    overdue = [document["wake"] for document in ports.ledger.list_waiting() if is_overdue(document, now)]
    for wake in overdue:
        ports.lanes.send(LANE, wake)
    return len(overdue)


def handle_waiting_signal(_signal: WaitingSignal, ports: Ports) -> str:
    """What became of it. What could not be sent is looked at again in an hour, and every night."""
    try:
        return f"{send_overdue(ports)} overdue"
    except GatehouseError as error:
        return f"unfinished: {error}"
