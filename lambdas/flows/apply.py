"""The apply engine: a sliding window of requests AWS decides later, until each change has its outcome."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lambdas.core.assignments import Action
from lambdas.core.errors import AlertError, GatehouseError, RejectError, RetryError
from lambdas.core.outcomes import Outcome, Result
from lambdas.core.plan import Change
from lambdas.ports import Assigning, Clock, Operation, Progress

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 10.0
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
    pause = FIRST_PAUSE
    while run.has_work() and clock.now() < limits.deadline:
        moved = run.start()
        moved = run.settle() or moved
        pause = FIRST_PAUSE if moved else min(pause * 1.5, LONGEST_PAUSE)
        if run.has_work():
            clock.sleep(pause)
    return (*run.outcomes, *run.leftover())


class _Run:
    """The state of one call: what waits, what AWS is working on, what is decided."""

    def __init__(
        self,
        changes: list[Change],
        center: Assigning,
        clock: Clock,
        limits: Limits,
        watch: Callable[[Outcome], None],
    ) -> None:
        self._waiting = changes
        self._flying: dict[Change, Operation] = {}
        self._resume_at: dict[str, datetime] = {}
        self._back_off: dict[str, timedelta] = {}
        self._center, self._clock, self._limits, self._watch = center, clock, limits, watch
        self.outcomes: list[Outcome] = []

    def has_work(self) -> bool:
        return bool(self._waiting or self._flying)

    def start(self) -> bool:
        """Request what fits into the window; True when anything was requested or decided.

        When AWS says "not now" the pass ends: if it was a quota, the next request would hear the same.
        """
        moved = False
        for change in list(self._waiting):
            if len(self._flying) >= self._limits.outstanding:
                break
            if self._may_start(change):
                if not self._request(change):
                    break
                moved = True
        return moved

    def settle(self) -> bool:
        """Ask AWS about everything outstanding; True when anything was decided."""
        if not self._flying:
            return False
        try:
            polled = self._center.poll(self._flying.values())
        except RetryError:
            return False
        except AlertError as error:
            return self._give_up(error)
        decided = [
            (c, o) for c, o in zip(list(self._flying), polled, strict=True) if o.progress != Progress.IN_PROGRESS
        ]
        for change, operation in decided:
            del self._flying[change]
            self._decide(change, operation)
        return bool(decided)

    def _give_up(self, error: AlertError) -> bool:
        """AWS does not tell what became of the requests, and waiting will not change that."""
        for change, operation in self._flying.items():
            self._keep(Outcome(change, Result.STUCK, str(error), operation.request_id))
        self._flying.clear()
        return True

    def leftover(self) -> list[Outcome]:
        undecided = "requested, AWS has not decided yet"
        requested = [Outcome(c, Result.LATER, undecided, o.request_id) for c, o in self._flying.items()]
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
            self._flying[change] = operation
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
