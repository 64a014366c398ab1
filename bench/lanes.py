"""Whether a sweep with thousands of changes due stands in the way of a new account or a leaver."""

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench.calls import Calls
from bench.events import account_created, sweep_due, worker_left
from bench.functions import Deployment, deliver, function_of
from bench.harness import Cloud, started
from bench.measures import Measure
from bench.organizations import (
    Ids,
    add_units,
    make_accounts,
    make_groups,
    make_permission_sets,
    make_rule,
    make_user,
    set_name,
    spread,
)

ACCOUNTS = 400
BINDINGS = 10
ACCESS = [make_rule([n], [n]) for n in range(BINDINGS)]
TRIALS = 5
# The smallest quotas are of one call a second, two at once: a trial begins with what it needs of them.
REST = 1.0
SLOWER_AT_MOST = 1.25
# What takes less than this, in seconds, is the work of this machine: a wait for a quota, or for a retry, is longer.
THIS_MACHINE = 0.5
READING, WRITING = ("organizations", "ListTagsForResource", 20), ("sso-admin", "CreateAccountAssignment", 20)


class FirstWriteSeenError(BaseException):
    """What was to be measured is measured."""


@dataclass
class Trials:
    """Several of one kind under one circumstance: seconds from the queue to the first write, and what was throttled."""

    seconds: list[float] = field(default_factory=list)
    throttled: Counter[str] = field(default_factory=Counter)

    @property
    def typical(self) -> float:
        """The median, in seconds."""
        return max(median(self.seconds), THIS_MACHINE)


@dataclass
class Stage:
    """Where it is measured; `number` makes every account and user a new one."""

    cloud: Cloud
    deployment: Deployment
    made: Ids
    number: int = ACCOUNTS

    def new_account(self) -> Mapping[str, Any]:
        """An account that nobody has given access in yet, and the event that says so."""
        self.number += 1
        (account_id,) = self.cloud.seed(accounts=make_accounts(1, start=self.number))["accounts"].values()
        return account_created(account_id)

    def leaver(self) -> Mapping[str, Any]:
        """A user with some access of its own, and HR's event."""
        self.number += 1
        email, arn = f"leaver-{self.number}@example.com", self.made["permission_sets"][set_name(0)]
        account_ids = list(self.made["accounts"].values())[:3]
        held = [[account_id, arn, "USER", email] for account_id in account_ids]
        self.cloud.seed(users=[make_user(email)], assignments=held)
        return worker_left(email)


def measure() -> Iterator[Measure]:
    """Without a sweep, while one reads, and while one writes."""
    with started() as cloud:
        stage = _make_stage(cloud)
        alone = _try_all(stage)
        with _sweeping(stage):
            for circumstance, until in (("reads", READING), ("writes", WRITING)):
                _wait_for(cloud, *until)
                for who, trials in _try_all(stage).items():
                    yield from _compare(f"{who} while a sweep {circumstance}", trials, alone[who])


def _make_stage(cloud: Cloud) -> Stage:
    """Nothing is granted yet: all of it is due."""
    deployment, unit_ids = cloud.deploy({"access": ACCESS}), add_units(cloud, 4)
    made = cloud.seed(
        accounts=list(spread(make_accounts(ACCOUNTS), unit_ids)),
        permission_sets=make_permission_sets(BINDINGS),
        groups=make_groups(BINDINGS),
    )
    return Stage(cloud, deployment, made)


def _compare(about: str, trials: Trials, alone: Trials) -> Iterator[Measure]:
    ratio = trials.typical / alone.typical
    yield Measure(f"{about}: time from queue to first write / without", ratio, SLOWER_AT_MOST)
    also = ", ".join(sorted(trials.throttled))
    yield Measure(f"{about}: its calls throttled", trials.throttled.total(), 0, also=also)


def _try_all(stage: Stage) -> dict[str, Trials]:
    return {
        "a new account": _try("accounts", stage, stage.new_account),
        "a leaver": _try("workers", stage, stage.leaver),
    }


def _try(lane: str, stage: Stage, make_event: Callable[[], Mapping[str, Any]]) -> Trials:
    """In a function that is warm: the first time is not counted."""
    trials = Trials()
    with function_of(stage.deployment, lane, _stop_after_the_first_write) as seen:
        for _ in range(1 + TRIALS):
            event = make_event()
            seen.clear()
            time.sleep(REST)
            trials.seconds.append(_time_to_first_write(lane, event, seen))
            trials.throttled += seen.throttled
    del trials.seconds[0]
    return trials


def _stop_after_the_first_write(calls: Calls, _operation: str) -> None:
    if calls.first_write() is not None:
        raise FirstWriteSeenError


def _time_to_first_write(lane: str, event: Mapping[str, Any], seen: Calls) -> float:
    start = time.time()
    with suppress(FirstWriteSeenError):
        deliver(lane, event)
    return (seen.first_write() or float("inf")) - start


@contextmanager
def _sweeping(stage: Stage) -> Iterator[None]:
    """A sweep in a process of its own, as Lambda has it, until this ends."""
    process = multiprocessing.get_context("spawn").Process(target=sweep, args=(stage.deployment,), daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()


def sweep(deployment: Deployment) -> None:
    """What that process does."""
    with function_of(deployment, "sweep"):
        deliver("sweep", sweep_due())


def _wait_for(cloud: Cloud, service: str, operation: str, calls: int) -> None:
    """Wait until the sweep, which is alone meanwhile, has made so many of these calls."""
    cloud.sandbox.local("/_local/reset-calls", {})
    while cloud.sandbox.local("/_local/calls", {})["operations"].get(service, {}).get(operation, 0) < calls:
        time.sleep(0.2)
