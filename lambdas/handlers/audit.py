"""Trigger: audit.fifo: the weekly schedule, a person, and its own messages to go on.

Does: reads every assignment of every account, slowly, for what no managed principal explains, and for orphans.
On failure: what cannot be done now comes back by schedule; a message nobody can read goes to the dead-letter queue.
"""

from collections.abc import Sequence
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas import wiring
from lambdas.core.measures import measure_reports
from lambdas.core.policy import Policy
from lambdas.core.signals import parse_signal
from lambdas.flows.apply import Limits
from lambdas.flows.audit import Audited, handle_audit_signals
from lambdas.flows.lanes import read_messages
from lambdas.ports import DeadLetters, Ports


def audit(bodies: Sequence[str], policy: Policy, ports: Ports, dead_letters: DeadLetters, limits: Limits) -> Audited:
    """How far it came, and the reports of its loops."""
    return handle_audit_signals(read_messages(bodies, parse_signal, dead_letters), policy, ports, limits)


def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Lambda's entry point."""
    ports, logger = wiring.ports(), wiring.logger(context)
    bodies = [record["body"] for record in event["Records"]]
    audited = audit(bodies, wiring.policy(), ports, wiring.dead_letters(), wiring.limits(context))
    logger.info("audited", extra={"messages": len(bodies), "result": audited.result})
    wiring.emit(measure_reports(audited.reports, ports.clock.now()))
