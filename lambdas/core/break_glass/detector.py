"""From one event to a Finding, or to none. Here the event is the fact."""

from collections.abc import Iterator, Mapping
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from lambdas.core.break_glass.finding import Finding
from lambdas.core.break_glass.kind import Kind
from lambdas.core.break_glass.lookups import Lookups
from lambdas.core.break_glass.record import Record, parse_record
from lambdas.core.break_glass.table import KINDS
from lambdas.core.break_glass.watched import Names, Watched
from lambdas.core.patterns import holds
from lambdas.core.policy import BreakGlass
from lambdas.core.rules import EventRule

NOTHING_KNOWN = Names()


@lru_cache(maxsize=16)
def _rules(break_glass: BreakGlass) -> tuple[tuple[Kind, tuple[EventRule, ...]], ...]:
    """The rules of each row: made once for a policy, since they are asked of every event."""
    return tuple((kind, kind.rules(break_glass)) for kind in KINDS)


def event_rules(break_glass: BreakGlass) -> tuple[EventRule, ...]:
    """The rules that let through every event `find` could report for this policy, and little else.

    Raises RejectError where a name in the policy is too long for the pattern of a rule.
    """
    return tuple(rule for _, rules in _rules(break_glass) for rule in rules)


def find(event: Mapping[str, Any], break_glass: BreakGlass, names: Names = NOTHING_KNOWN) -> Finding | None:
    """What this event means for break-glass access; None for every other event.

    `names` are the names of the ids in the event, where somebody has looked them up. Nothing that no rule lets through
    is found. Of two findings in one event the graver is told, and of two as grave the one of the earlier row.
    """
    record = parse_record(event)
    if record is None or record.actor.is_aws:
        return None
    watched = Watched(break_glass, names)
    findings = [kind.read(record, watched) for kind in _kinds_of(record, break_glass)]
    return max(filter(None, findings), key=lambda found: found.severity, default=None)


def what_to_look_up(event: Mapping[str, Any], break_glass: BreakGlass) -> Lookups:
    """What `names` should hold for this event, and for this policy; nothing for most events."""
    record = parse_record(event)
    if record is None or record.actor.is_aws:
        return Lookups()
    wanted = (kind.lookups(record) for kind in _kinds_of(record, break_glass))
    return reduce(or_, wanted, Lookups()).that_matter(break_glass)


def _kinds_of(record: Record, break_glass: BreakGlass) -> Iterator[Kind]:
    for kind, rules in _rules(break_glass):
        if any(holds(rule.pattern, record.event) for rule in rules):
            yield kind
