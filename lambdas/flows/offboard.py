"""A leaver, step by step: deny, strip, prove. Every step is repeated harmlessly, so a crash anywhere is resumed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from lambdas.core.assignments import Action, Assignment, Names, PrincipalType
from lambdas.core.certificates import Certificate, Holdings, parse_found
from lambdas.core.errors import GatehouseError
from lambdas.core.outcomes import Result
from lambdas.core.plan import Change
from lambdas.core.policy import Policy
from lambdas.core.workers import WorkerEvent
from lambdas.flows.apply import Limits, apply_changes
from lambdas.ports import Membership, Ports, User


@dataclass(frozen=True, slots=True)
class Holding:
    """What a user holds of its own: read twice, before and after."""

    assignments: tuple[Assignment, ...] = ()
    memberships: tuple[Membership, ...] = ()
    group_names: dict[str, str] = field(default_factory=dict)

    def describe(self) -> Holdings:
        """As the certificate lists it."""
        return Holdings(
            tuple(sorted(Names().describe(assignment) for assignment in self.assignments)),
            tuple(sorted(self.group_names.get(m.group_id, m.group_id) for m in self.memberships)),
        )


class Problems:
    """What went wrong on the way: a step that fails does not keep the next one from running."""

    def __init__(self) -> None:
        self.found: list[str] = []

    @contextmanager
    def noted(self, step: str) -> Iterator[None]:
        """Run one step; what it raises becomes a line on the certificate."""
        try:
            yield
        except GatehouseError as error:
            self.found.append(f"{step}: {error}")


def offboard(event: WorkerEvent, user: User, policy: Policy, ports: Ports, limits: Limits) -> Certificate:
    """Deny the user, take away what it holds, and read it all again."""
    problems = Problems()
    with problems.noted("deny"):
        ports.quarantine.deny(user.id)
    held = read_holding(user, ports, problems)
    found = parse_found(ports.ledger.find_certificate(user.id), event.id) | held.describe()
    save(Certificate(event, user.id, found, held.describe(), False, ports.clock.now(), problems=("begun",)), ports)
    with problems.noted("revoke assignments"):
        problems.found += revoke_assignments(held.assignments, ports, limits)
    for membership in held.memberships:
        with problems.noted(f"leave {held.group_names.get(membership.group_id, membership.group_id)}"):
            ports.store.delete_membership(membership)
    certificate = prove(event, user, found, problems, ports)
    if certificate.complete and policy.workers.leaver.delete_user:
        certificate = delete_user(certificate, ports)
    save(certificate, ports)
    return certificate


def read_holding(user: User, ports: Ports, problems: Problems) -> Holding:
    """Direct assignments in every account, and group memberships; what cannot be read does not hide the rest."""
    assignments: tuple[Assignment, ...] = ()
    memberships: tuple[Membership, ...] = ()
    names: dict[str, str] = {}
    with problems.noted("read assignments"):
        assignments = ports.center.list_assignments_of(PrincipalType.USER, user.id)
    with problems.noted("read memberships"):
        memberships = ports.store.list_memberships(user.id)
        names = ports.store.describe_groups(sorted({membership.group_id for membership in memberships}))
    return Holding(assignments, memberships, names)


def revoke_assignments(assignments: tuple[Assignment, ...], ports: Ports, limits: Limits) -> list[str]:
    """Revoke each; answer with a line for each that AWS did not confirm."""
    changes = [Change(Action.REVOKE, assignment, ("the worker has left",)) for assignment in assignments]
    outcomes = apply_changes(changes, ports.center, ports.clock, limits)
    unfinished = [outcome for outcome in outcomes if outcome.result is not Result.DONE]
    return [f"revoke {Names().describe(o.change.assignment)}: {o.detail}" for o in unfinished]


def prove(event: WorkerEvent, user: User, found: Holdings, problems: Problems, ports: Ports) -> Certificate:
    """Read everything again: done means verified. What could not be read again counts as left."""
    again, denied = Problems(), False
    holding = read_holding(user, ports, again)
    left = found if again.found else holding.describe()
    with again.noted("read the deny"):
        denied = user.id in ports.quarantine.list_denied()
    noted = (*problems.found, *(f"afterwards: {problem}" for problem in again.found))
    return Certificate(event, user.id, found, left, denied, ports.clock.now(), problems=noted)


def delete_user(certificate: Certificate, ports: Ports) -> Certificate:
    """Only if the policy says so, and only when nothing is left: a deleted user's assignments could be orphaned."""
    problems = Problems()
    with problems.noted("delete the user"):
        ports.store.delete_user(certificate.user_id)
    deleted = not problems.found
    return replace(certificate, user_deleted=deleted, problems=tuple(problems.found))


def save(certificate: Certificate, ports: Ports) -> None:
    """One record per event: written before anything is removed, and again when it is."""
    at = certificate.event.data.effective_at
    ports.ledger.save_certificate(certificate.user_id, certificate.to_document(), at)
