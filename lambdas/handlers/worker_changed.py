"""Trigger: workers.fifo, up to ten worker events (Gatehouse's bus and wake-ups).

Does: the leaver's steps for each, in order.
On failure: what cannot be done now comes back by schedule; a message nobody can read goes to the dead-letter queue.
"""

from collections.abc import Sequence
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas import wiring
from lambdas.core.measures import measure_workers
from lambdas.core.policy import Policy
from lambdas.core.workers import parse_worker_signal, signal_id
from lambdas.flows.apply import Limits
from lambdas.flows.lanes import read_messages
from lambdas.flows.worker_changed import handle_worker_signal
from lambdas.ports import DeadLetters, Ports


def worker_changed(
    bodies: Sequence[str], policy: Policy, ports: Ports, dead_letters: DeadLetters, limits: Limits
) -> dict[str, str]:
    """What became of each event, by its id."""
    signals = read_messages(bodies, parse_worker_signal, dead_letters)
    return {signal_id(signal): handle_worker_signal(signal, policy, ports, limits) for signal in signals}


def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Lambda's entry point."""
    ports, logger = wiring.ports(), wiring.logger(context)
    bodies = [record["body"] for record in event["Records"]]
    results = worker_changed(bodies, wiring.policy(), ports, wiring.dead_letters(), wiring.limits(context))
    logger.info("worker events handled", extra={"messages": len(bodies), "results": results})
    wiring.emit(measure_workers(results.values()))
