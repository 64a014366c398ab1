"""Which rules stand where: the home Region, each edge, and the member accounts. Stacks and inspection ask the same."""

from lambdas.core import break_glass, signals, workers
from lambdas.core.break_glass.alarm_path import rule_watch
from lambdas.core.drills import drill_rule
from lambdas.core.policy import BreakGlass
from lambdas.core.rules import EventRule, Regions

# Organizations, IAM and the account API report here and nowhere else.
GLOBAL_REGION = "us-east-1"


def home_rules(policy: BreakGlass, account_id: str) -> tuple[EventRule, ...]:
    """All rules of the default bus of the home Region."""
    return (
        *signals.event_rules(),
        *signals.sweep_rules(),
        *workers.directory_rules(),
        *break_glass.event_rules(policy),
        drill_rule(account_id),
        rule_watch(),
    )


def forwarded_rules(policy: BreakGlass, region: str) -> tuple[EventRule, ...]:
    """Those whose events an edge sends home.

    us-east-1 has all: what is global is reported there. Elsewhere that is left out. The portal's events stay: where
    Identity Center is replicated they are reported in each of its Regions.
    """
    rules = break_glass.event_rules(policy)
    if region == GLOBAL_REGION:
        return (*signals.edge_rules(), *rules)
    return tuple(rule for rule in rules if rule.regions is not Regions.GLOBAL)


def edge_rules(policy: BreakGlass, region: str) -> tuple[EventRule, ...]:
    """All rules of an edge."""
    return (*forwarded_rules(policy, region), rule_watch())


def member_rules(policy: BreakGlass) -> tuple[EventRule, ...]:
    """Those whose events are reported in member accounts, too."""
    return tuple(rule for rule in break_glass.event_rules(policy) if rule.members)
