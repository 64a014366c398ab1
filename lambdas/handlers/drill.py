"""Trigger: drill.fifo: the schedules of the drill and of the daily inspection, and a person (`gatehouse drill`).

Does: sends a marked event through the path of the alarm and waits for it at the end; looks at the rules and listeners.
On failure: told on a topic of its own; and the alarm on the metric DrillSucceeded rings when this function is silent.
"""

from collections.abc import Sequence
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit, single_metric
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas import wiring
from lambdas.alarm_path import DrillPorts
from lambdas.core.drills import DrillReport, parse_drill_signal
from lambdas.core.policy import Policy
from lambdas.flows.drill import keep_appointments
from lambdas.flows.lanes import read_messages
from lambdas.ports import DeadLetters

NAMESPACE, METRIC = "Gatehouse", "DrillSucceeded"


def drill(bodies: Sequence[str], policy: Policy, ports: DrillPorts, dead_letters: DeadLetters) -> DrillReport | None:
    """What was found; None when no message could be read."""
    signals = read_messages(bodies, parse_drill_signal, dead_letters)
    return keep_appointments(signals, policy, ports) if signals else None


def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Lambda's entry point."""
    logger, bodies = wiring.logger(context), [record["body"] for record in event["Records"]]
    report = drill(bodies, wiring.policy(), wiring.drill_ports(), wiring.dead_letters())
    if report is None:
        return
    with single_metric(name=METRIC, unit=MetricUnit.Count, value=int(report.succeeded), namespace=NAMESPACE):
        logger.info("drilled", extra=report.to_document())
