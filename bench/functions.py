"""The handlers of Gatehouse, run in this process as Lambda runs them in its own."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from aws_lambda_powertools.utilities.typing import LambdaContext

from bench.calls import Calls, Hook, counted
from lambdas import wiring
from lambdas.aws.clients import make_client
from lambdas.handlers import account_changed, sweep, worker_changed
from lambdas.settings import FunctionSettings

HANDLERS: Mapping[str, Callable[[dict[str, Any], LambdaContext], None]] = {
    "accounts": account_changed.handler,
    "workers": worker_changed.handler,
    "sweep": sweep.handler,
}
# The longest that a Lambda may run (Lambda quotas).
LONGEST = 900
# A lane that is not held in what it asks of Organizations: for counts, which do not depend on the pace.
UNHELD = "accounts"
# What a function logs of its work is not what is measured.
QUIET = {"POWERTOOLS_LOG_LEVEL": "WARNING"}


@dataclass(frozen=True, slots=True)
class Deployment:
    """What a function is given: how it reaches AWS, its settings, and the compiled policy. It can be pickled."""

    aws: Mapping[str, str]
    settings: FunctionSettings
    policy_file: Path


@dataclass(frozen=True, slots=True)
class Context:
    """What of LambdaContext the handlers use."""

    seconds: float = LONGEST
    aws_request_id: str = "00000000-0000-4000-8000-000000000000"

    def get_remaining_time_in_millis(self) -> int:
        """As at the beginning: what is kept of it is a deadline."""
        return int(self.seconds * 1000)


@contextmanager
def function_of(deployment: Deployment, lane: str, hook: Hook | None = None) -> Iterator[Calls]:
    """This process is a cold function of the lane for a while; `deliver` then invokes it. Tells what it calls."""
    calls = Calls()
    told = replace_lane(deployment.settings, lane).to_environment()
    before, policy_file = dict(os.environ), wiring.POLICY_FILE
    kept = {name: value for name, value in before.items() if not name.startswith(("AWS_", "GATEHOUSE_"))}
    _set_environment({**kept, **deployment.aws, **told, **QUIET})
    wiring.POLICY_FILE = deployment.policy_file
    _forget()
    try:
        with counted(calls, hook):
            yield calls
    finally:
        _set_environment(before)
        wiring.POLICY_FILE = policy_file
        _forget()


def replace_lane(settings: FunctionSettings, lane: str) -> FunctionSettings:
    """The settings of the function of this lane."""
    return settings.model_copy(update={"lane": lane})


def deliver(lane: str, *events: Mapping[str, Any], seconds: float = LONGEST) -> None:
    """Invoke the handler with these events as its queue brings them. `seconds` is the time the function has."""
    records = [{"body": json.dumps(event)} for event in events]
    HANDLERS[lane]({"Records": records}, cast("LambdaContext", replace(Context(), seconds=seconds)))


def _set_environment(wanted: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(wanted)


def _forget() -> None:
    """What a warm function keeps."""
    for kept in (wiring.settings, wiring.policy, make_client):
        kept.cache_clear()
