"""The rules: there, switched on, and with the patterns that this version would deploy."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cli.doctor.check import Check, fine, problem
from lambdas.core.rules import EventRule

NAME = "rules"
ENABLED, READS_TOO = "ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
MEND = "npx cdk deploy --all; where that sees no difference: docs/operations.md, a rule that was changed by hand"


@dataclass(frozen=True, slots=True)
class Place:
    """One event bus."""

    region: str
    bus: str

    def __str__(self) -> str:
        return f"{self.region}, bus {self.bus}"


@dataclass(frozen=True, slots=True)
class Deployed:
    """One rule as EventBridge has it. `lets_through` is EventBridge's own answer for an event made for the rule."""

    place: Place
    name: str
    description: str
    state: str
    pattern: str
    lets_through: bool = True


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """`expected` are the rules of this version, by the bus they belong on."""

    expected: tuple[tuple[Place, EventRule], ...]
    deployed: tuple[Deployed, ...]


def check_rules(found: RuleFacts) -> Iterator[Check]:
    """Every rule that is missing, off or different; one answer when there is none."""
    there = {(rule.place, rule.description): rule for rule in found.deployed}
    wrong = [*_check_expected(found.expected, there), *_check_others(found)]
    yield from wrong
    if not wrong:
        yield fine(NAME, f"{len(found.expected)} are enabled, and let through what this version waits for")


def _check_expected(
    expected: Iterable[tuple[Place, EventRule]], there: dict[tuple[Place, str], Deployed]
) -> Iterator[Check]:
    for place, rule in expected:
        deployed = there.get((place, rule.description))
        if deployed is None:
            yield problem(NAME, f"there is no rule for: {rule.description}", str(place), next_step=MEND)
        else:
            yield from _compare(rule, deployed)


# state                 read-only events wanted   what is told
# DISABLED              yes or no                 it is switched off
# ENABLED               yes                       it does not get what it waits for
# ENABLED               no                        fine
# with all events       yes or no                 fine: no harm
def _compare(rule: EventRule, deployed: Deployed) -> Iterator[Check]:
    if deployed.state not in (ENABLED, READS_TOO):
        yield _off(deployed)
    elif rule.read_only and deployed.state != READS_TOO:
        yield problem(NAME, "the rule gets no read-only events, and waits for some", deployed.name, next_step=MEND)
    if json.loads(deployed.pattern) != json.loads(json.dumps(rule.pattern)):
        yield problem(
            NAME,
            "the pattern is not what this version would deploy: another policy or version, or changed by hand",
            deployed.name,
            next_step=MEND,
        )
    elif not deployed.lets_through:
        yield problem(
            NAME,
            "EventBridge says that the pattern does not let through an event made for it",
            deployed.name,
            next_step="report it: the pattern means something else to EventBridge than to Gatehouse",
        )


def _check_others(found: RuleFacts) -> Iterator[Check]:
    """Rules of Gatehouse's stacks that this version does not know must not be off either."""
    known = {(place, rule.description) for place, rule in found.expected}
    others = (rule for rule in found.deployed if (rule.place, rule.description) not in known)
    return (_off(rule) for rule in others if rule.state not in (ENABLED, READS_TOO))


def _off(rule: Deployed) -> Check:
    return problem(
        NAME,
        f"the rule is switched off; it is for: {rule.description}",
        rule.name,
        next_step=f"find out who did it, then aws events enable-rule --name {rule.name} "
        f"--event-bus-name {rule.place.bus} --region {rule.place.region}",
    )
