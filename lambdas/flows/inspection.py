"""The inspection, every day: do the rules stand as they were deployed, does somebody listen, is the drill in time?

It asks EventBridge and SNS what stands there, and so depends on none of the rules it looks at.
"""

from collections.abc import Iterator, Sequence

from lambdas.alarm_path import DrillPorts
from lambdas.core.coverage import edge_rules, home_rules
from lambdas.core.drills import DrillReport, failure_text, find_overdue
from lambdas.core.errors import GatehouseError
from lambdas.core.policy import Policy
from lambdas.core.rules import find_rule_faults
from lambdas.flows.promises import find_broken_promises
from lambdas.ports import Notifier

PARTITION = "inspection"
DEAF = "nobody has a confirmed subscription to the alert topic: the alarm reaches no one"


def inspect(event_ids: Sequence[str], policy: Policy, ports: DrillPorts) -> DrillReport:
    """What is wrong, recorded under the id of each who asked, and told."""
    records, now = ports.ledger.list_records("drill"), ports.clock.now()
    overdue = find_overdue(records, now, policy.break_glass.drill_every)
    report = DrillReport(findings=(*((overdue,) if overdue else ()), *find_faults(policy, ports)))
    for event_id in event_ids:
        ports.ledger.record(PARTITION, event_id, report.to_document(), now)
    tell("inspection", report, ports)
    return report


def find_faults(policy: Policy, ports: DrillPorts) -> tuple[str, ...]:
    """What is wrong with the path, and with what the policy promises for an emergency. A failed read is a fault."""
    return (*_rule_faults(policy, ports), *_listener_faults(ports), *find_broken_promises(policy, ports))


def _rule_faults(policy: Policy, ports: DrillPorts) -> Iterator[str]:
    section, home = policy.break_glass, ports.home
    for region in (home.region, *home.edge_regions):
        wanted = home_rules(section, home.account_id) if region == home.region else edge_rules(section, region)
        try:
            yield from find_rule_faults(wanted, ports.alarm_path.list_rules(region), region)
        except GatehouseError as error:
            yield f"the rules in {region} cannot be read: {error}"


def _listener_faults(ports: DrillPorts) -> Iterator[str]:
    try:
        if not ports.alarm_path.count_listeners():
            yield DEAF
    except GatehouseError as error:
        yield f"the subscriptions of the alert topic cannot be read: {error}"


def tell(what: str, report: DrillReport, ports: DrillPorts) -> None:
    """Machines; and when anything is wrong people, on both topics: first on the one that is not part of the path."""
    ports.notifier.publish(f"{what.title()}Ended", report.to_document())
    if not report.succeeded:
        text = failure_text(what, report)
        ports.last_resort.alert(*text)
        _try_to_alert(ports.notifier, text)


def _try_to_alert(notifier: Notifier, text: tuple[str, str]) -> None:
    try:
        notifier.alert(*text)
    except GatehouseError:
        # It is this very topic that may be broken: people have been told on the other one.
        return
