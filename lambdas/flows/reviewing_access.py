"""Reads what an access review needs: everything that exists, and the people in each group that holds anything."""

from collections.abc import Callable
from typing import Protocol

from lambdas.core.access_review import AccessReview, make_access_review
from lambdas.core.assignments import PrincipalType
from lambdas.core.policy import Policy
from lambdas.core.scopes import Scope
from lambdas.flows.importing import read_existing
from lambdas.flows.names import read_known
from lambdas.flows.recalling import recall
from lambdas.inventory import Inventory
from lambdas.ports import Ports


class ReviewPorts(Ports, Inventory, Protocol):
    """Everything that exists, and what is remembered of it."""


def review_access(policy: Policy, ports: ReviewPorts, watch: Callable[[int, int], None]) -> AccessReview:
    """Who has what where, and why. Any read that fails ends it. `watch` is told how many principals were read."""
    existing, recalled = read_existing(ports, watch), recall(Scope(), ports.memory)
    groups = {a.principal_id for a in existing.assignments if a.principal_type is PrincipalType.GROUP}
    members = {group_id: ports.directory.list_members(group_id) for group_id in sorted(groups)}
    known, _ = read_known(policy, ports, recalled)
    now = ports.clock.now()
    return make_access_review(existing, members, policy, known=known, now=now, retired=recalled.pairs)
