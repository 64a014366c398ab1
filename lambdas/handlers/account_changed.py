"""Trigger: accounts.fifo, up to ten account signals (EventBridge rules and wake-ups).

Does: one loop over all accounts they name.
On failure: what cannot be done now comes back by schedule; a message nobody can read goes to the dead-letter queue.
"""

from collections.abc import Sequence
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas import wiring
from lambdas.core.outcomes import Report
from lambdas.core.policy import Policy
from lambdas.core.signals import parse_signal
from lambdas.flows.account_changed import handle_account_signals
from lambdas.flows.apply import Limits
from lambdas.flows.lanes import read_messages
from lambdas.ports import DeadLetters, Ports


def account_changed(
    bodies: Sequence[str], policy: Policy, ports: Ports, dead_letters: DeadLetters, limits: Limits
) -> Report | None:
    """The report of the loop; None when no message could be read or the loop itself comes back later."""
    signals = read_messages(bodies, parse_signal, dead_letters)
    return handle_account_signals(signals, policy, ports, limits) if signals else None


def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Lambda's entry point."""
    ports, logger = wiring.ports(), wiring.logger(context)
    bodies = [record["body"] for record in event["Records"]]
    report = account_changed(bodies, wiring.policy(), ports, wiring.dead_letters(), wiring.limits(context))
    documents = {account_id: report.document(account_id) for account_id in report.noteworthy()} if report else {}
    logger.info("accounts looked at", extra={"messages": len(bodies), "accounts": documents})
