"""A path of the alarm in memory: rules as they were deployed, a topic with listeners, and ways to break each."""

from dataclasses import dataclass, field

from lambdas.alarm_path import Home
from lambdas.core.coverage import edge_rules, home_rules
from lambdas.core.drills import Drill
from lambdas.core.errors import GatehouseError
from lambdas.core.policy import BreakGlass
from lambdas.core.rules import ENABLED, READ_ONLY_TOO, EventRule, StandingRule
from lambdas.flows.drill import ring
from tests.flows.fakes import FakeClock, FakeNotifier, FakePorts
from tests.flows.world import POLICY, make_world

HOME = Home("999999999999", "eu-central-1", ("us-east-1",))


def stands(rule: EventRule) -> StandingRule:
    return StandingRule(
        f"Gatehouse-{rule.name}", rule.description, READ_ONLY_TOO if rule.read_only else ENABLED, rule.pattern, 1
    )


def deployed(policy: BreakGlass) -> dict[str, list[StandingRule]]:
    return {
        HOME.region: [stands(rule) for rule in home_rules(policy, HOME.account_id)],
        "us-east-1": [stands(rule) for rule in edge_rules(policy, "us-east-1")],
    }


@dataclass
class FakeAlarmPath:
    """A drill that is sent arrives `takes` seconds later, unless the path is `broken`. `fault` is raised by reads."""

    clock: FakeClock
    ports: FakePorts
    rules: dict[str, list[StandingRule]] = field(default_factory=lambda: deployed(POLICY.break_glass))
    listeners: int = 2
    takes: float = 3
    broken: bool = False
    fault: GatehouseError | None = None
    sent: list[Drill] = field(default_factory=list)

    def send(self, drill: Drill) -> None:
        if self.fault:
            raise self.fault
        self.sent.append(drill)

    def has_arrived(self, drill: Drill) -> bool:
        self.clock.sleep(self.takes)
        if self.broken or drill not in self.sent:
            return False
        ring(drill, self.ports)
        return True

    def count_listeners(self) -> int:
        return self.listeners

    def list_rules(self, region: str) -> tuple[StandingRule, ...]:
        if self.fault:
            raise self.fault
        return tuple(self.rules[region])


@dataclass
class FakeDrillPorts(FakePorts):
    home: Home = HOME
    last_resort: FakeNotifier = field(default_factory=FakeNotifier)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.alarm_path = FakeAlarmPath(self.clock, self)


def make_drill_world() -> FakeDrillPorts:
    """The small organization, with a path of the alarm that works."""
    ports, world = FakeDrillPorts(), make_world()
    ports.organization, ports.store = world.organization, world.store
    ports.center.permission_sets = world.center.permission_sets
    return ports
