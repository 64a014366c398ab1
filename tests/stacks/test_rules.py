"""The rules: those of the core, each to its queue, with somewhere to go when that fails."""

from typing import Any

from lambdas.core import break_glass, signals, workers
from lambdas.core.break_glass.alarm_path import rule_watch
from lambdas.core.coverage import home_rules
from lambdas.core.drills import drill_rule
from lambdas.core.policy import Policy
from lambdas.core.rules import EventRule
from tests.stacks.conftest import Synthesised
from tests.stacks.reading import find

ALL_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"


def _core_rules(policy: Policy) -> list[EventRule]:
    return [
        *signals.event_rules(),
        *signals.sweep_rules(),
        *workers.event_rules(),
        *workers.directory_rules(),
        *break_glass.event_rules(policy.break_glass),
        drill_rule("111122223333"),
        rule_watch(),
    ]


def _by_description(template: Any) -> dict[str, dict[str, Any]]:
    return {rule["Description"]: rule for rule in find(template, "AWS::Events::Rule").values()}


def test_patterns(synthesised: Synthesised, policy: Policy) -> None:
    """Every rule of the core is deployed with its pattern unchanged, and no other rule is."""
    made = {name: rule["EventPattern"] for name, rule in _by_description(synthesised.home).items()}
    assert made == {rule.description: rule.pattern for rule in _core_rules(policy)}


def test_read_only_events(synthesised: Synthesised, policy: Policy) -> None:
    """A rule that needs read-only events gets them, here and at the edge; another does not ask for them."""
    wanted = {rule.description: ALL_EVENTS if rule.read_only else "ENABLED" for rule in _core_rules(policy)}
    for template in (synthesised.home, synthesised.edge, synthesised.other_edge):
        assert all(rule["State"] == wanted[name] for name, rule in _by_description(template).items())
    assert ALL_EVENTS in wanted.values()


def test_message_groups(synthesised: Synthesised) -> None:
    """All rules into one lane share its message group, and the group is named after the lane."""
    groups: dict[str, set[str | None]] = {}
    for rule in find(synthesised.home, "AWS::Events::Rule").values():
        [target] = rule["Targets"]
        if "Fn::GetAtt" not in target["Arn"]:
            continue  # a topic
        queue = target["Arn"]["Fn::GetAtt"][0]
        groups.setdefault(queue, set()).add(target.get("SqsParameters", {}).get("MessageGroupId"))
    ordered = {name for name, queue in find(synthesised.home, "AWS::SQS::Queue").items() if queue.get("FifoQueue")}
    assert [found for name, found in groups.items() if name in ordered] == [{"accounts"}, {"sweep"}, {"workers"}]
    assert [found for name, found in groups.items() if name not in ordered] == [{None}]


def test_undelivered(synthesised: Synthesised) -> None:
    """An event that cannot be delivered goes to a standard queue: EventBridge can use no other."""
    for template in (synthesised.home, synthesised.edge):
        queues = find(template, "AWS::SQS::Queue")
        for rule in find(template, "AWS::Events::Rule").values():
            [target] = rule["Targets"]
            assert "FifoQueue" not in queues[target["DeadLetterConfig"]["Arn"]["Fn::GetAtt"][0]]


def test_inspected(synthesised: Synthesised, policy: Policy) -> None:
    """What the inspection expects on the default bus is what stands there."""
    made = {name for name, rule in _by_description(synthesised.home).items() if "EventBusName" not in rule}
    assert made == {rule.description for rule in home_rules(policy.break_glass, "111122223333")}


def test_rule_watch(synthesised: Synthesised) -> None:
    """The watch over the rules goes to a topic at once: at home not to the one that all other alarms use."""
    for template, topic in ((synthesised.home, "LastResort"), (synthesised.edge, "Alerts")):
        [target] = _by_description(template)[rule_watch().description]["Targets"]
        assert target["Arn"]["Ref"].startswith(topic)
        paths = target["InputTransformer"]["InputPathsMap"].values()
        assert {"$.detail.eventName", "$.detail.userIdentity.arn"} <= set(paths)


def test_buses(synthesised: Synthesised) -> None:
    """Worker events are taken from Gatehouse's own bus, everything else from the account's default bus."""
    own = [name for name, rule in _by_description(synthesised.home).items() if "EventBusName" in rule]
    assert own == [rule.description for rule in workers.event_rules()]
