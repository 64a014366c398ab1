"""The apply engine: a sliding window of requests AWS decides later, until each change has its outcome."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lambdas.core.assignments import Action
from lambdas.core.errors import AlertError, GatehouseError, RejectError, RetryError
from lambdas.core.latency import Latency, Pause
from lambdas.core.outcomes import Outcome, Result
from lambdas.core.plan import Change
from lambdas.ports import Assigning, Clock, Operation, Progress

FIRST_BACK_OFF = timedelta(seconds=2)
LONGEST_BACK_OFF = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Limits:
    """A lane's share of Identity Center: AWS allows 15 outstanding assignment requests in all (user guide, quotas)."""

    outstanding: int
    deadline: datetime


def _unseen(_outcome: Outcome) -> None:
    """Nobody watches."""


def apply_changes(
    changes: Sequence[Change],
    center: Assigning,
    clock: Clock,
    limits: Limits,
    watch: Callable[[Outcome], None] = _unseen,
) -> tuple[Outcome, ...]:
    """Request every change, in order, and wait for AWS's decision on each; what time does not allow is LATER.

    `watch` is told each outcome as soon as it is decided.
    """
    run = _Run(list(changes), center, clock, limits, watch)
    while run.has_work() and clock.now() < limits.deadline:
        run.start()
        run.rest()
        run.settle()
    return (*run.outcomes, *run.leftover())


@dataclass(slots=True)
class _Flight:
    """A request AWS is working on; `seen_open` is how old it was when a look last saw it undecided."""

    operation: Operation
    requested_at: datetime
    seen_open: timedelta = field(default_factory=timedelta)


class _Run:
    """The state of one call: what waits, what AWS is working on, what is decided.

    AWS is looked at when part of what is outstanding should be decided, and not before a pause since the last look has
    passed; that pause grows while looks are in vain, and so does the one after a refused request.
    """

    def __init__(
        self,
        changes: list[Change],
        center: Assigning,
        clock: Clock,
        limits: Limits,
        watch: Callable[[Outcome], None],
    ) -> None:
        self._waiting = changes
        self._flying: dict[Change, _Flight] = {}
        self._resume_at: dict[str, datetime] = {}
        self._back_off: dict[str, timedelta] = {}
        self._latency, self._look_pause, self._try_pause = Latency(), Pause(), Pause()
        self._look_from = self._try_from = clock.now()
        self._center, self._clock, self._limits, self._watch = center, clock, limits, watch
        self.outcomes: list[Outcome] = []

    def has_work(self) -> bool:
        return bool(self._waiting or self._flying)

    def rest(self) -> None:
        """Sleep until there may be something to do."""
        if self.has_work():
            until = min(self._next_look(), self._next_try(), self._limits.deadline)
            self._clock.sleep(max((until - self._clock.now()).total_seconds(), 0))

    def _next_look(self) -> datetime:
        if not self._flying:
            return self._limits.deadline
        return max(self._look_from, self._latency.next_look(flight.requested_at for flight in self._flying.values()))

    def _next_try(self) -> datetime:
        """What waits, and not for the end of a request: for the end of a pause."""
        now = self._clock.now()
        accounts = {change.assignment.account_id for change in self._waiting}
        pauses = [self._try_from, *(at for account_id, at in self._resume_at.items() if account_id in accounts)]
        return min((at for at in pauses if at > now), default=self._limits.deadline)

    def start(self) -> None:
        """Request what fits into the window.

        When AWS says "not now" the pass ends: if it was a quota, the next request would hear the same.
        """
        if self._clock.now() < self._try_from:
            return
        for change in list(self._waiting):
            if len(self._flying) >= self._limits.outstanding:
                return
            if self._may_start(change):
                refused = not self._request(change)
                self._try_pause.learn(in_vain=refused)
                if refused:
                    self._try_from = self._try_pause.end(self._clock.now())
                    return

    def settle(self) -> None:
        """When it is time to, ask AWS about everything outstanding."""
        if self._flying and self._clock.now() >= self._next_look():
            decided = self._look()
            self._look_pause.learn(in_vain=not decided)
            self._look_from = self._look_pause.end(self._clock.now())

    def _look(self) -> bool:
        """True when anything was decided."""
        flights, now = dict(self._flying), self._clock.now()
        try:
            polled = self._center.poll([flight.operation for flight in flights.values()])
        except RetryError:
            return False
        except AlertError as error:
            return self._give_up(error)
        for (change, flight), operation in zip(flights.items(), polled, strict=True):
            self._note(change, flight, operation, now)
        return len(self._flying) < len(flights)

    def _note(self, change: Change, flight: _Flight, operation: Operation, now: datetime) -> None:
        age = now - flight.requested_at
        if operation.progress == Progress.IN_PROGRESS:
            flight.seen_open = age
            return
        self._latency = self._latency.learn(flight.seen_open, age)
        del self._flying[change]
        self._decide(change, operation)

    def _give_up(self, error: AlertError) -> bool:
        """AWS does not tell what became of the requests, and waiting will not change that."""
        for change, flight in self._flying.items():
            self._keep(Outcome(change, Result.STUCK, str(error), flight.operation.request_id))
        self._flying.clear()
        return True

    def leftover(self) -> list[Outcome]:
        undecided = "requested, AWS has not decided yet"
        requested = [Outcome(c, Result.LATER, undecided, f.operation.request_id) for c, f in self._flying.items()]
        return requested + [Outcome(c, Result.LATER, "not started in time") for c in self._waiting]

    def _may_start(self, change: Change) -> bool:
        """Never two requests on one (account, permission set): AWS answers ConflictException."""
        target = _target(change)
        if any(_target(flying) == target for flying in self._flying):
            return False
        account_id = change.assignment.account_id
        if account_id not in self._resume_at:
            return True
        alone = all(flying.assignment.account_id != account_id for flying in self._flying)
        return alone and self._clock.now() >= self._resume_at[account_id]

    def _request(self, change: Change) -> bool:
        try:
            operation = self._center.request(change.action, change.assignment)
        except RetryError:
            self._slow_down(change.assignment.account_id)
            return False
        except (AlertError, RejectError) as error:
            self._waiting.remove(change)
            self._keep(Outcome(change, Result.STUCK, str(error)))
            return True
        self._waiting.remove(change)
        if operation.progress == Progress.IN_PROGRESS:
            self._flying[change] = _Flight(operation, self._clock.now())
        else:
            self._decide(change, operation)
        return True

    def _slow_down(self, account_id: str) -> None:
        """After a conflict this account gets one request at a time, after a growing wait."""
        wait = self._back_off.get(account_id, FIRST_BACK_OFF)
        self._resume_at[account_id] = self._clock.now() + wait
        self._back_off[account_id] = min(wait * 2, LONGEST_BACK_OFF)

    def _decide(self, change: Change, operation: Operation) -> None:
        if operation.progress == Progress.SUCCEEDED or self._is_reached(change):
            self._keep(Outcome(change, Result.DONE))
        else:
            self._keep(Outcome(change, Result.FAILED, operation.failure))

    def _is_reached(self, change: Change) -> bool:
        """After a failure a re-read decides: somebody may have been faster. A read that fails proves nothing."""
        try:
            return self._center.is_assigned(change.assignment) == (change.action is Action.GRANT)
        except GatehouseError:
            return False

    def _keep(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self._watch(outcome)


def _target(change: Change) -> tuple[str, str]:
    return change.assignment.account_id, change.assignment.permission_set_arn
