"""Fakes of the ports: a small Identity Center that delays, throttles, conflicts and fails, under a clock of its own."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from lambdas.core.accounts import Account
from lambdas.core.assignments import Action, Assignment, PrincipalType
from lambdas.core.entitlements import Entitlement, Entitlements
from lambdas.core.errors import GatehouseError, RetryError
from lambdas.core.incidents import summarize
from lambdas.ports import Membership, Operation, Progress, User, WorkerWrite


class Crash(BaseException):
    """The function dies here, as Lambda's do: nothing of ours catches it."""


@dataclass
class FakeClock:
    time: datetime = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class FakeCenter:
    """Assignments decided `takes` after they are requested. `faults` are raised, or told as FAILED, one per request.

    `unreadable` principals raise; `reads` are the principals whose assignments were asked for. `unlisted` permission
    sets exist and are missing from the list; `described` are the ARNs whose name was asked for. With `vanish`
    what a request FAILED for is gone: somebody else was faster.
    """

    clock: FakeClock
    permission_sets: dict[str, str] = field(default_factory=dict)
    assignments: set[Assignment] = field(default_factory=set)
    takes: timedelta = timedelta(seconds=3)
    limit: int = 15
    faults: list[GatehouseError | str] = field(default_factory=list)
    unreadable: dict[str, GatehouseError] = field(default_factory=dict)
    reads: list[str] = field(default_factory=list)
    requests: list[tuple[Action, Assignment]] = field(default_factory=list)
    most_outstanding: int = 0
    crash_after: int | None = None
    unlisted: set[str] = field(default_factory=set)
    described: list[str] = field(default_factory=list)
    vanish: bool = False
    _flying: dict[str, tuple[datetime, Operation]] = field(default_factory=dict)
    _ids: count = field(default_factory=count)

    def list_permission_set_arns(self) -> tuple[str, ...]:
        return tuple(arn for arn in self.permission_sets.values() if arn not in self.unlisted)

    def find_permission_set_name(self, arn: str) -> str | None:
        self.described.append(arn)
        return next((name for name, found in self.permission_sets.items() if found == arn), None)

    def list_assignments(
        self, account_id: str, permission_set_arns: Iterable[str] | None = None
    ) -> tuple[Assignment, ...]:
        self._land()
        wanted = None if permission_set_arns is None else set(permission_set_arns)
        here = (a for a in self.assignments if a.account_id == account_id)
        return tuple(sorted(a for a in here if wanted is None or a.permission_set_arn in wanted))

    def list_assignments_at(self, account_id: str, permission_set_arn: str) -> tuple[Assignment, ...]:
        return self.list_assignments(account_id, [permission_set_arn])

    def is_assigned(self, assignment: Assignment) -> bool:
        self._land()
        return assignment in self.assignments

    def list_undecided(self, action: Action) -> frozenset[str]:
        self._land()
        return frozenset(i for i, (_, operation) in self._flying.items() if operation.action is action)

    def list_assignments_of(self, principal_type: PrincipalType, principal_id: str) -> tuple[Assignment, ...]:
        self._land()
        self.reads.append(principal_id)
        if principal_id in self.unreadable:
            raise self.unreadable[principal_id]
        mine = (principal_type, principal_id)
        return tuple(sorted(a for a in self.assignments if (a.principal_type, a.principal_id) == mine))

    def request(self, action: Action, assignment: Assignment) -> Operation:
        self._land()
        outcome = self._fault()
        self._check_conflict(assignment)
        self.requests.append((action, assignment))
        operation = Operation(f"req-{next(self._ids)}", action, assignment, failure=outcome)
        self._flying[operation.request_id] = (self.clock.time + self.takes, operation)
        self.most_outstanding = max(self.most_outstanding, len(self._flying))
        if self.crash_after is not None and len(self.requests) > self.crash_after:
            raise Crash
        return replace(operation, failure="")

    def poll(self, operations: Iterable[Operation]) -> tuple[Operation, ...]:
        self._land()
        return tuple(self._decided.get(o.request_id, o) for o in operations)

    def _fault(self) -> str:
        fault = self.faults.pop(0) if self.faults else ""
        if isinstance(fault, GatehouseError):
            raise fault
        return fault

    def _check_conflict(self, assignment: Assignment) -> None:
        target = (assignment.account_id, assignment.permission_set_arn)
        for _, flying in self._flying.values():
            if (flying.assignment.account_id, flying.assignment.permission_set_arn) == target:
                raise RetryError("ConflictException")
        if len(self._flying) >= self.limit:
            raise RetryError("ThrottlingException: too many requests processing")

    def __post_init__(self) -> None:
        self._decided: dict[str, Operation] = {}

    def _land(self) -> None:
        for request_id, (due, operation) in list(self._flying.items()):
            if due <= self.clock.time:
                del self._flying[request_id]
                self._decide(operation)

    def _decide(self, operation: Operation) -> None:
        if operation.failure:
            if self.vanish:
                self.assignments.discard(operation.assignment)
            self._decided[operation.request_id] = replace(operation, progress=Progress.FAILED)
            return
        change = self.assignments.add if operation.action is Action.GRANT else self.assignments.discard
        change(operation.assignment)
        self._decided[operation.request_id] = replace(operation, progress=Progress.SUCCEEDED)


@dataclass
class FakeOrganization:
    accounts: dict[str, Account] = field(default_factory=dict)
    fault: GatehouseError | None = None
    unlisted: set[str] = field(default_factory=set)

    def find_account(self, account_id: str) -> Account | None:
        if self.fault:
            raise self.fault
        return self.accounts.get(account_id)

    def list_accounts(self) -> tuple[Account, ...]:
        if self.fault:
            raise self.fault
        return tuple(account for account in self.accounts.values() if account.id not in self.unlisted)


@dataclass
class FakeStore:
    groups: dict[str, str] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    memberships: list[Membership] = field(default_factory=list)
    faults: list[GatehouseError | type[Crash]] = field(default_factory=list)
    _ids: count = field(default_factory=count)

    def find_groups(self, names: Iterable[str]) -> dict[str, str]:
        return {name: self.groups[name] for name in names if name in self.groups}

    def find_user(self, email: str) -> User | None:
        return next((user for user in self.users.values() if user.user_name == email), None)

    def find_user_id(self, email: str) -> str | None:
        user = self.find_user(email)
        return user.id if user else None

    def create_user(self, email: str, names: Mapping[str, str]) -> str:
        if (found := self.find_user_id(email)) is not None:
            return found
        user_id = f"u-new-{next(self._ids)}"
        self.users[user_id] = User(user_id, email, names["display_name"], (email,))
        return user_id

    def create_membership(self, group_id: str, user_id: str) -> None:
        if not any((m.group_id, m.user_id) == (group_id, user_id) for m in self.memberships):
            self.memberships.append(Membership(f"m-new-{next(self._ids)}", group_id, user_id))

    def describe_user(self, user_id: str) -> User | None:
        return self.users.get(user_id)

    def describe_groups(self, group_ids: Iterable[str]) -> dict[str, str]:
        names = {group_id: name for name, group_id in self.groups.items()}
        return {group_id: names[group_id] for group_id in group_ids if group_id in names}

    def list_memberships(self, user_id: str) -> tuple[Membership, ...]:
        return tuple(membership for membership in self.memberships if membership.user_id == user_id)

    def delete_membership(self, membership: Membership) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.memberships.remove(membership)

    def delete_user(self, user_id: str) -> None:
        self.users.pop(user_id, None)
        self.memberships = [membership for membership in self.memberships if membership.user_id != user_id]


@dataclass
class FakeAccountAccess:
    """`off` is why the account access manager is not in use; without it, what each user may take."""

    off: str = "off: no application"
    entitlements: dict[str, list[Entitlement]] = field(default_factory=dict)
    known: list[tuple[str, ...]] = field(default_factory=list)

    def list_entitlements(self, user_id: str, known: tuple[str, ...] = ()) -> Entitlements:
        self.known.append(known)
        if self.off:
            return Entitlements(off=self.off)
        return Entitlements(tuple(self.entitlements.get(user_id, ())), applications=("app-1",))

    def delete_entitlement(self, entitlement: Entitlement) -> None:
        for held in self.entitlements.values():
            held[:] = [found for found in held if found != entitlement]


@dataclass
class FakeQuarantine:
    denied: list[str] = field(default_factory=list)
    faults: list[GatehouseError] = field(default_factory=list)

    def deny(self, user_id: str) -> bool:
        if self.faults:
            raise self.faults.pop(0)
        if user_id in self.denied:
            return False
        self.denied.append(user_id)
        return True

    def release(self, user_id: str) -> bool:
        if self.faults:
            raise self.faults.pop(0)
        if user_id not in self.denied:
            return False
        self.denied.remove(user_id)
        return True

    def is_denied(self, user_id: str) -> bool:
        return user_id in self.denied

    def list_denied(self) -> tuple[str, ...]:
        return tuple(self.denied)


@dataclass
class FakeLedger:
    """`rivals` are what somebody else writes into an incident just before it is saved."""

    records: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    certificates: dict[tuple[str, datetime], dict[str, Any]] = field(default_factory=dict)
    incidents: dict[str, dict[str, Any]] = field(default_factory=dict)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    waiting: dict[str, dict[str, Any]] = field(default_factory=dict)
    rivals: list[dict[str, Any]] = field(default_factory=list)

    def find_documents(self, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        return {key: self.documents[key] for key in keys if key in self.documents}

    def save_worker(self, write: WorkerWrite, at: datetime) -> None:
        self.documents |= json.loads(json.dumps(write.documents))
        if write.outcome is not None:
            self.record(*write.outcome, at)
        if write.certificate is not None:
            self.save_certificate(*write.certificate)
        kept = {**self.waiting, **json.loads(json.dumps(write.waiting))}
        self.waiting = {key: document for key, document in kept.items() if document is not None}

    def list_waiting(self) -> tuple[dict[str, Any], ...]:
        return tuple(sorted(self.waiting.values(), key=lambda document: str(document["at"])))

    def record(self, scope: str, event_id: str, outcome: Mapping[str, Any], at: datetime) -> None:
        self.records[scope, event_id] = {**outcome, "at": at}

    def list_records(self, scope: str) -> tuple[dict[str, Any], ...]:
        return tuple(record for (found, _), record in self.records.items() if found == scope)

    def save_certificate(self, user_id: str, certificate: Mapping[str, Any], at: datetime) -> None:
        self.certificates[user_id, at] = json.loads(json.dumps(certificate))

    def find_certificate(self, user_id: str) -> dict[str, Any] | None:
        mine = [key for key in self.certificates if key[0] == user_id]
        return self.certificates[max(mine)] if mine else None

    def list_incidents(self) -> tuple[dict[str, Any], ...]:
        return tuple(summarize(incident) for incident in self.incidents.values())

    def save_incident(self, incident: Mapping[str, Any], instead_of: Mapping[str, Any] | None) -> bool:
        if self.rivals:
            self.incidents[incident["id"]] = self.rivals.pop(0)
        if self.incidents.get(incident["id"]) != instead_of:
            return False
        self.incidents[incident["id"]] = json.loads(json.dumps(incident))
        return True

    def find_incident(self, incident_id: str) -> dict[str, Any] | None:
        return self.incidents.get(incident_id)


@dataclass
class FakeMemory:
    kept: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    writes: int = 0

    def recall(self, kind: str) -> dict[str, dict[str, Any]]:
        return dict(self.kept.get(kind, {}))

    def recall_one(self, kind: str, key: str) -> dict[str, Any] | None:
        return self.kept.get(kind, {}).get(key)

    def remember(self, kind: str, documents: Mapping[str, Mapping[str, Any]]) -> None:
        self.writes += len(documents)
        self.kept.setdefault(kind, {}).update(json.loads(json.dumps(documents)))

    def forget(self, kind: str, keys: Iterable[str]) -> None:
        for key in keys:
            self.kept.get(kind, {}).pop(key, None)


@dataclass
class FakeHeldPlans:
    plans: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def list_held(self) -> tuple[dict[str, Any], ...]:
        return tuple(self.plans.values())

    def find_held(self, held_id: str) -> dict[str, Any] | None:
        return self.plans.get(held_id)

    def save_held(self, held_id: str, document: Mapping[str, Any]) -> None:
        self.plans[held_id] = json.loads(json.dumps(document))

    def add_event(self, held_id: str, event: Mapping[str, Any]) -> None:
        self.events.setdefault(held_id, {})[event["id"]] = json.loads(json.dumps(event))

    def list_events(self, held_id: str) -> tuple[dict[str, Any], ...]:
        return tuple(self.events.get(held_id, {}).values())


@dataclass
class FakeLanes:
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    faults: list[GatehouseError] = field(default_factory=list)

    def send(self, lane: str, event: Mapping[str, Any]) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append((lane, json.loads(json.dumps(event))))


@dataclass
class FakeNotifier:
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    alerts: list[tuple[str, str]] = field(default_factory=list)
    faults: list[GatehouseError] = field(default_factory=list)

    def publish(self, detail_type: str, detail: Mapping[str, Any]) -> None:
        self.events.append((detail_type, dict(detail)))

    def alert(self, subject: str, message: str) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.alerts.append((subject, message))


@dataclass
class FakeSchedules:
    wakes: dict[str, tuple[str, datetime, dict[str, Any]]] = field(default_factory=dict)

    def wake(self, lane: str, name: str, at: datetime, event: Mapping[str, Any]) -> None:
        self.wakes.setdefault(name, (lane, at, dict(event)))


@dataclass
class FakePorts:
    """A whole world in memory."""

    clock: FakeClock = field(default_factory=FakeClock)
    organization: FakeOrganization = field(default_factory=FakeOrganization)
    store: FakeStore = field(default_factory=FakeStore)
    account_access: FakeAccountAccess = field(default_factory=FakeAccountAccess)
    quarantine: FakeQuarantine = field(default_factory=FakeQuarantine)
    ledger: FakeLedger = field(default_factory=FakeLedger)
    memory: FakeMemory = field(default_factory=FakeMemory)
    held: FakeHeldPlans = field(default_factory=FakeHeldPlans)
    lanes: FakeLanes = field(default_factory=FakeLanes)
    notifier: FakeNotifier = field(default_factory=FakeNotifier)
    schedules: FakeSchedules = field(default_factory=FakeSchedules)

    def __post_init__(self) -> None:
        self.center = FakeCenter(self.clock)
