"""What a user holds, read before and after; and assignments that are watched while they are revoked."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from lambdas.core.assignments import Action, Assignment, Names, PrincipalType
from lambdas.core.certificates import Holdings
from lambdas.core.entitlements import Entitlements
from lambdas.core.errors import GatehouseError, MissingError
from lambdas.ports import (
    Clock,
    IdentityCenter,
    IdentityStore,
    Membership,
    Operation,
    Ports,
    Progress,
)

# AWS decides a revoke within some seconds: to ask before is a call for nothing.
PATIENCE = 3.0


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


@dataclass(frozen=True, slots=True)
class Holding:
    """What a user holds of its own."""

    assignments: tuple[Assignment, ...] = ()
    memberships: tuple[Membership, ...] = ()
    entitlements: Entitlements = field(default_factory=Entitlements)
    group_names: dict[str, str] = field(default_factory=dict)

    def named(self, store: IdentityStore) -> "Holding":
        """The same, with the names of its groups."""
        ids = sorted({membership.group_id for membership in self.memberships})
        return replace(self, group_names=store.describe_groups(ids)) if ids else self

    def group_name(self, membership: Membership) -> str:
        """The group's name, or its id."""
        return self.group_names.get(membership.group_id, membership.group_id)

    def describe(self) -> Holdings:
        """As the certificate lists it."""
        return Holdings(
            tuple(sorted(Names().describe(assignment) for assignment in self.assignments)),
            tuple(sorted(self.group_name(membership) for membership in self.memberships)),
            tuple(sorted(entitlement.role_arn for entitlement in self.entitlements.found)),
        )


class Watched:
    """The center while one user's assignments are revoked: one reading tells of all of them, not one call for each.

    `seen` is a reading from after the newest request that shows all of them done; None where there is none.
    """

    def __init__(self, center: IdentityCenter, clock: Clock, user_id: str) -> None:
        self._center, self._clock, self._user_id = center, clock, user_id
        self.seen: tuple[Assignment, ...] | None = None

    def request(self, action: Action, assignment: Assignment) -> Operation:
        """As the center does."""
        self.seen = None
        return self._center.request(action, assignment)

    def poll(self, operations: Iterable[Operation]) -> tuple[Operation, ...]:
        """What is not listed any more is done; AWS is asked about the rest alone, because it may have failed."""
        asked = tuple(operations)
        self._clock.sleep(PATIENCE)
        listed = list_assignments(self._user_id, self._center)
        done = [replace(operation, progress=Progress.SUCCEEDED) for operation in asked]
        standing = [operation for operation in asked if operation.assignment in listed]
        self.seen = None if standing else listed
        told = {operation.assignment: operation for operation in self._center.poll(standing)}
        return tuple(told.get(operation.assignment, operation) for operation in done)

    def is_assigned(self, assignment: Assignment) -> bool:
        """As the center does."""
        return self._center.is_assigned(assignment)


def list_assignments(user_id: str, center: IdentityCenter) -> tuple[Assignment, ...]:
    """A user who does not exist any more has none."""
    try:
        return center.list_assignments_of(PrincipalType.USER, user_id)
    except MissingError:
        return ()


def list_memberships(user_id: str, store: IdentityStore) -> tuple[Membership, ...]:
    """A user who does not exist any more is in no group."""
    try:
        return store.list_memberships(user_id)
    except MissingError:
        return ()


def read_holding(
    user_id: str, ports: Ports, problems: Problems, before: Holding, watched: Watched | None = None
) -> Holding:
    """Assignments, memberships, entitlements; what cannot be read does not hide the rest.

    `before` is what was read before, or nothing: the names of groups are known, a manager that was off is not asked
    twice, nor are its applications looked for, and the reading that showed the last revoke done is the second reading
    of assignments. Where there was no entitlement none was taken away, and the first reading, which came after the
    deny, is the proof.
    """
    found, manager = Holding(group_names=before.group_names), before.entitlements
    with problems.noted("read assignments"):
        seen = watched.seen if watched is not None else None
        found = replace(found, assignments=list_assignments(user_id, ports.center) if seen is None else seen)
    with problems.noted("read memberships"):
        found = replace(found, memberships=list_memberships(user_id, ports.store))
    with problems.noted("read entitlements"):
        if manager.off or (watched is not None and not manager.found):
            return replace(found, entitlements=manager)
        return replace(found, entitlements=ports.account_access.list_entitlements(user_id, manager.applications))
    return found
