"""What the flows need from the outside world, as protocols. `lambdas.aws` implements them, `lambdas.wiring` joins them.

Every method raises the errors of `core.errors` and no others. A list is complete or an error: an adapter that could not
read every page raises, it never answers with what it has.
"""

from typing import Protocol

from lambdas.ports.access import AccountAccess, Assigning, IdentityCenter, IdentityStore, Organization, Quarantine
from lambdas.ports.hr import Door, Hr
from lambdas.ports.outward import Clock, DeadLetters, Lanes, Notifier, Schedules
from lambdas.ports.state import HeldPlans, Ledger, Memory
from lambdas.ports.values import Membership, Operation, Progress, User, WorkerWrite

__all__ = [
    "AccountAccess",
    "Assigning",
    "Clock",
    "DeadLetters",
    "Door",
    "HeldPlans",
    "Hr",
    "IdentityCenter",
    "IdentityStore",
    "Lanes",
    "Ledger",
    "Membership",
    "Memory",
    "Notifier",
    "Operation",
    "Organization",
    "Ports",
    "Progress",
    "Quarantine",
    "Schedules",
    "User",
    "WorkerWrite",
]


class Ports(Protocol):
    """Everything a flow may touch. Each is made when it is first used: a function needs only its own."""

    @property
    def clock(self) -> Clock: ...  # noqa: D102 - the types say it
    @property
    def organization(self) -> Organization: ...  # noqa: D102
    @property
    def center(self) -> IdentityCenter: ...  # noqa: D102
    @property
    def store(self) -> IdentityStore: ...  # noqa: D102
    @property
    def account_access(self) -> AccountAccess: ...  # noqa: D102
    @property
    def quarantine(self) -> Quarantine: ...  # noqa: D102
    @property
    def ledger(self) -> Ledger: ...  # noqa: D102
    @property
    def memory(self) -> Memory: ...  # noqa: D102
    @property
    def held(self) -> HeldPlans: ...  # noqa: D102
    @property
    def lanes(self) -> Lanes: ...  # noqa: D102
    @property
    def notifier(self) -> Notifier: ...  # noqa: D102
    @property
    def schedules(self) -> Schedules: ...  # noqa: D102
