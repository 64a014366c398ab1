"""What HR says of a worker as groups of the directory: what to join now, and what to leave when."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lambdas.core.policy import Policy

Attributes = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Moves:
    """Group names. `ending` are memberships of an earlier role that stay until their time; `leave` are those over."""

    join: frozenset[str] = frozenset()
    leave: frozenset[str] = frozenset()
    ending: Mapping[str, datetime] = field(default_factory=dict)


def make_memberships(policy: Policy, attributes: Attributes) -> frozenset[str]:
    """The groups these attributes give: every attribute the policy names, with one of its values."""
    return frozenset(
        group
        for group, wanted in policy.workers.groups.items()
        if all(set(_listed(attributes.get(name))) & set(values) for name, values in wanted.items())
    )


def make_moves(
    wanted: Set[str], held: Set[str], overlaps: Mapping[str, datetime], overlap: timedelta, now: datetime
) -> Moves:
    """From the groups a worker holds to those it is meant to hold; both are groups that HR manages.

    New access comes at once. Old access ends `overlap` after it was first seen to be old: `overlaps` remembers that.
    """
    ending = {group: overlaps.get(group, now + overlap) for group in held - wanted}
    over = frozenset(group for group, until in ending.items() if until <= now)
    return Moves(frozenset(wanted - held), over, {group: until for group, until in ending.items() if group not in over})


def _listed(value: str | list[str] | None) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else value
