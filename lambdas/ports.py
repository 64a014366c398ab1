"""What the flows need from the outside world, as protocols. `lambdas.aws` implements them, `lambdas.wiring` joins them.

Every method raises the errors of `core.errors` and no others. A list is complete or an error: an adapter that could not
read every page raises, it never answers with what it has.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from lambdas.core.accounts import Account
from lambdas.core.assignments import Action, Assignment, PrincipalType
from lambdas.core.entitlements import Entitlement, Entitlements
from lambdas.core.hr.connections import Connection
from lambdas.core.workers import WorkerEvent


class Progress(StrEnum):
    """The API's status of an asynchronous assignment request."""

    IN_PROGRESS = "IN_PROGRESS"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Operation:
    """A request AWS has accepted and decides later. `failure` is AWS's own reason when FAILED."""

    request_id: str
    action: Action
    assignment: Assignment
    progress: Progress = Progress.IN_PROGRESS
    failure: str = ""


@dataclass(frozen=True, slots=True)
class User:
    """A user of the directory. `enabled` is None where AWS does not say (older answers omit UserStatus)."""

    id: str
    user_name: str
    display_name: str = ""
    emails: tuple[str, ...] = ()
    enabled: bool | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """One user in one group."""

    id: str
    group_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class WorkerWrite:
    """What is kept of one step on a worker, all of it or nothing.

    `documents` by their place; `outcome` as `Ledger.record` takes it: scope, event id, document; `certificate` as
    `Ledger.save_certificate` does: user id, document, effective time; `waiting` by its key what waits from now on, and
    None for what waits no longer.
    """

    documents: Mapping[str, Mapping[str, Any]]
    outcome: tuple[str, str, Mapping[str, Any]] | None = None
    certificate: tuple[str, Mapping[str, Any], datetime] | None = None
    waiting: Mapping[str, Mapping[str, Any] | None] = field(default_factory=dict)


class Clock(Protocol):
    """Time, so that no flow reads it behind a test's back."""

    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class Organization(Protocol):
    """AWS Organizations, read only."""

    def find_account(self, account_id: str) -> Account | None:
        """The account with its OU path and tags, or None when AWS says there is no such account."""
        ...

    def list_accounts(self) -> tuple[Account, ...]:
        """Every account with its OU path and tags."""
        ...


class Assigning(Protocol):
    """Changes to account assignments: what the apply engine needs."""

    def is_assigned(self, assignment: Assignment) -> bool:
        """Whether AWS has exactly this assignment now."""
        ...

    def request(self, action: Action, assignment: Assignment) -> Operation:
        """Ask AWS to grant or revoke. Revoking what is not there is SUCCEEDED at once."""
        ...

    def poll(self, operations: Iterable[Operation]) -> tuple[Operation, ...]:
        """The same operations as AWS sees them now, in the same order."""
        ...


class IdentityCenter(Assigning, Protocol):
    """Permission sets and account assignments of the organization instance."""

    def list_permission_set_arns(self) -> tuple[str, ...]:
        """The ARN of every permission set."""
        ...

    def find_permission_set_name(self, arn: str) -> str | None:
        """The name of this permission set, which never changes; None when AWS says there is none."""
        ...

    def list_assignments(
        self, account_id: str, permission_set_arns: Iterable[str] | None = None
    ) -> tuple[Assignment, ...]:
        """The direct assignments of these permission sets, or of all, in one account."""
        ...

    def list_assignments_at(self, account_id: str, permission_set_arn: str) -> tuple[Assignment, ...]:
        """The direct assignments of one permission set in one account; none where AWS knows no such permission set."""
        ...

    def list_assignments_of(self, principal_type: PrincipalType, principal_id: str) -> tuple[Assignment, ...]:
        """The direct assignments of exactly this principal in every account; what a user has through groups is not."""
        ...

    def list_undecided(self, action: Action) -> frozenset[str]:
        """The ids of the requests, whoever made them, that AWS has not decided yet."""
        ...


class IdentityStore(Protocol):
    """The directory: users, groups, memberships."""

    def find_groups(self, names: Iterable[str]) -> dict[str, str]:
        """Display name -> id of those that exist; a name AWS does not know is left out."""
        ...

    def find_user(self, email: str) -> User | None:
        """The user with this user name, or else with this e-mail address; None when there is none."""
        ...

    def find_user_id(self, email: str) -> str | None:
        """The id of the user `find_user` finds, without the rest."""
        ...

    def describe_user(self, user_id: str) -> User | None:
        """The user with this id, or None when it no longer exists."""
        ...

    def describe_groups(self, group_ids: Iterable[str]) -> dict[str, str]:
        """Id -> display name; an id AWS does not know is left out."""
        ...

    def list_memberships(self, user_id: str) -> tuple[Membership, ...]:
        """The groups a user is in."""
        ...

    def create_user(self, email: str, names: Mapping[str, str]) -> str:
        """Create a user of this name and address; its id, also when it exists by now.

        `names` has given_name, family_name and display_name.
        """
        ...

    def create_membership(self, group_id: str, user_id: str) -> None:
        """Put the user into the group; already there is done."""
        ...

    def delete_membership(self, membership: Membership) -> None:
        """Take the user out of the group; already gone is done."""
        ...

    def delete_user(self, user_id: str) -> None:
        """Delete the user from Identity Center's own directory, for good; already gone is done."""
        ...


class AccountAccess(Protocol):
    """The account access manager: the second way to an account, beside assignments."""

    def list_entitlements(self, user_id: str, known: tuple[str, ...] = ()) -> Entitlements:
        """What this very user may take; what it has through groups is not.

        `known` are the applications of an earlier answer: they are not looked for again as long as they are there.
        """
        ...

    def delete_entitlement(self, entitlement: Entitlement) -> None:
        """Revoke it; already gone is done."""
        ...


class Quarantine(Protocol):
    """The deny on the ids of leavers: service control policies at the root."""

    def deny(self, user_id: str) -> bool:
        """Add the id to the first policy with room. True when it was added, False when it already stood there."""
        ...

    def release(self, user_id: str) -> bool:
        """Take the id out of every policy. True when it was taken out, False when it did not stand in any."""
        ...

    def is_denied(self, user_id: str) -> bool:
        """Whether the id stands in one of the policies now; read until it is found."""
        ...

    def list_denied(self) -> tuple[str, ...]:
        """The ids that stand in the policies now."""
        ...


class Ledger(Protocol):
    """The state table: what happened, kept. Every record is a JSON document."""

    def record(self, scope: str, event_id: str, outcome: Mapping[str, Any], at: datetime) -> None:
        """Keep the outcome of one signal for one scope ('account#111122223333', 'worker#e-17')."""
        ...

    def list_records(self, scope: str) -> tuple[dict[str, Any], ...]:
        """The outcomes of one scope, oldest first."""
        ...

    def save_certificate(self, user_id: str, certificate: Mapping[str, Any], at: datetime) -> None:
        """Keep the certificate of one offboarding."""
        ...

    def find_certificate(self, user_id: str) -> dict[str, Any] | None:
        """The newest certificate of this user."""
        ...

    def find_documents(self, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The documents that stand at these places, in one reading; a place with nothing is left out."""
        ...

    def save_worker(self, write: WorkerWrite, at: datetime) -> None:
        """Keep what a step on a worker leaves, in one writing."""
        ...

    def list_waiting(self) -> tuple[dict[str, Any], ...]:
        """What waits for its time, the earliest first: see `core.workers.waiting`."""
        ...

    def list_incidents(self) -> tuple[dict[str, Any], ...]:
        """Of every incident what `core.incidents.summarize` keeps, oldest first."""
        ...

    def find_incident(self, incident_id: str) -> dict[str, Any] | None:
        """One incident, whole: see `core.incidents`."""
        ...

    def save_incident(self, incident: Mapping[str, Any], instead_of: Mapping[str, Any] | None) -> bool:
        """Keep it if exactly `instead_of`, or nothing where that is None, stands there; whether it was kept."""
        ...


class Memory(Protocol):
    """What is remembered between loops (state table), as documents under a key: see `core.memory`."""

    def recall(self, kind: str) -> dict[str, dict[str, Any]]:
        """Key -> document of all of this kind ('holder', 'permission set', 'account')."""
        ...

    def recall_one(self, kind: str, key: str) -> dict[str, Any] | None:
        """One document."""
        ...

    def remember(self, kind: str, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep each under its key, in the place of what was there."""
        ...

    def forget(self, kind: str, keys: Iterable[str]) -> None:
        """Drop these; one that is not there is done."""
        ...


class HeldPlans(Protocol):
    """What waits for a person (state table): plans and leavers, as documents: see `core.held`, `core.workers.guard`."""

    def list_held(self) -> tuple[dict[str, Any], ...]:
        """All of them, whatever became of them, oldest first."""
        ...

    def find_held(self, held_id: str) -> dict[str, Any] | None:
        """One of them."""
        ...

    def save_held(self, held_id: str, document: Mapping[str, Any]) -> None:
        """Keep it, in the place of what was there."""
        ...

    def add_event(self, held_id: str, event: Mapping[str, Any]) -> None:
        """Put one more event into this hold; the same event again changes nothing."""
        ...

    def list_events(self, held_id: str) -> tuple[dict[str, Any], ...]:
        """The events in this hold, any number of them."""
        ...


class Lanes(Protocol):
    """The queues of the lanes, for what goes on at once."""

    def send(self, lane: str, event: Mapping[str, Any]) -> None:
        """Put the event at the end of the lane."""
        ...


class Notifier(Protocol):
    """The way out: the bus for machines, the topic for people."""

    def publish(self, detail_type: str, detail: Mapping[str, Any]) -> None:
        """Put one event of Gatehouse's own on its bus ('AccessGranted', 'WorkerOffboarded', ...)."""
        ...

    def alert(self, subject: str, message: str) -> None:
        """Send people a message on the topic. `subject` at most 100 ASCII characters are kept."""
        ...


class Schedules(Protocol):
    """One-time wake-ups (EventBridge Scheduler, to the minute)."""

    def wake(self, lane: str, name: str, at: datetime, event: Mapping[str, Any]) -> None:
        """Send `event` to the lane's queue at that time. The same name twice is one wake-up."""
        ...


class Hr(Protocol):
    """The HR systems whose webhooks say no more than who has changed."""

    def find_employee(self, source: str, employee_id: str) -> dict[str, Any] | None:
        """The employee's record as the HR system has it now; None when it says there is no such employee."""
        ...


class Door(Protocol):
    """What the webhook needs, and no more."""

    @property
    def hr(self) -> Hr: ...  # noqa: D102 - the types say it

    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        ...

    def find_connection(self, source: str) -> Connection | None:
        """How this HR system is connected; None when it is not."""
        ...

    def publish(self, event: WorkerEvent) -> None:
        """Put the event on the bus."""
        ...

    def once(self, message_id: str, content: Any, act: Callable[[], None]) -> None:
        """Act, unless the message was handled before. Raises ReusedIdError for a known id with another content."""
        ...

    def alert(self, subject: str, message: str) -> None:
        """Send people a message."""
        ...

    def keep_token(self, source: str, token: str, at: datetime) -> str:
        """Keep a token for a day where only a person with rights to the state finds it; answers where that is."""
        ...


class DeadLetters(Protocol):
    """The dead-letter queue of a lane: where a message goes that nobody could read, in front of a person."""

    def park(self, body: str, problem: str) -> None:
        """Put the message there as it came, with what is wrong with it."""
        ...


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
