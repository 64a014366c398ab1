"""Something may have changed in an account: run the loop over it. What reaches further is the sweep's to look at."""

from collections.abc import Sequence

from lambdas.core.outcomes import Report
from lambdas.core.policy import Policy
from lambdas.core.signals import Signal, make_wake
from lambdas.flows.apply import Limits
from lambdas.flows.looping import run_loops
from lambdas.flows.sweep import LANE as SWEEP
from lambdas.ports import Ports

LANE = "accounts"


def handle_account_signals(
    signals: Sequence[Signal], policy: Policy, ports: Ports, limits: Limits
) -> tuple[Report, ...]:
    """The reports of the loops that could be run."""
    for signal in signals:
        if signal.scope.is_wide:
            # A look at the whole organization takes minutes: a new account must not stand behind it.
            ports.lanes.send(SWEEP, make_wake(signal))
    narrow = [signal for signal in signals if signal.scope and not signal.scope.is_wide]
    return run_loops(narrow, policy, ports, limits, LANE)
