"""Trigger: accounts.fifo, up to ten account signals (EventBridge rules and wake-ups).

Does: one loop over all accounts they name; what reaches further is handed to the sweep.
On failure: what cannot be done now comes back by schedule; a message nobody can read goes to the dead-letter queue.
"""

from collections.abc import Sequence
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas import wiring
from lambdas.core.measures import measure_reports
from lambdas.core.outcomes import Report
from lambdas.core.policy import Policy
from lambdas.core.records import make_summary
from lambdas.core.signals import parse_signal
from lambdas.flows.account_changed import handle_account_signals
from lambdas.flows.apply import Limits
from lambdas.flows.lanes import read_messages
from lambdas.ports import DeadLetters, Ports


def account_changed(
    bodies: Sequence[str], policy: Policy, ports: Ports, dead_letters: DeadLetters, limits: Limits
) -> tuple[Report, ...]:
    """The reports of the loops; none when no message could be read or the loop itself comes back later."""
    return handle_account_signals(read_messages(bodies, parse_signal, dead_letters), policy, ports, limits)


def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Lambda's entry point."""
    ports, logger = wiring.ports(), wiring.logger(context)
    bodies = [record["body"] for record in event["Records"]]
    reports = account_changed(bodies, wiring.policy(), ports, wiring.dead_letters(), wiring.limits(context))
    logger.info("accounts looked at", extra={"messages": len(bodies), "accounts": make_summary(reports)})
    wiring.emit(measure_reports(reports, ports.clock.now()))
