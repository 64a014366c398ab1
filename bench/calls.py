"""Every request that this process sends to AWS, as botocore sends them: a retry is a request, too."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3

THROTTLES = frozenset({"ThrottlingException", "TooManyRequestsException"})
WRITES = frozenset({"CreateAccountAssignment", "DeleteAccountAssignment"})


@dataclass(frozen=True, slots=True)
class Call:
    """One request: the service as endpoints name it ('sso-admin'), and when it ended, in seconds of a clock."""

    service: str
    operation: str
    at: float


@dataclass
class Calls:
    """The requests since it was made, the changes to assignments among them, and how many AWS has throttled."""

    sent: list[Call] = field(default_factory=list)
    writes: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    throttled: Counter[str] = field(default_factory=Counter)

    def clear(self) -> None:
        """Count from here."""
        for counted_so_far in (self.sent, self.writes, self.throttled):
            counted_so_far.clear()

    def count(self, service: str = "", operation: str = "") -> int:
        """How many there were, of this service, of this operation."""
        return sum(service in ("", c.service) and operation in ("", c.operation) for c in self.sent)

    def first_write(self) -> float | None:
        """When AWS had the first change to an assignment; None when there was none."""
        return min((call.at for call in self.sent if call.operation in WRITES), default=None)


# Told, before a request is sent, of those before it, and of its operation. What it raises is raised in its place.
Hook = Callable[[Calls, str], None]


@contextmanager
def counted(calls: Calls, hook: Hook | None = None) -> Iterator[None]:
    """Count what clients send that are made meanwhile by the default session, which is a new one."""

    def send(event_name: str, **_: Any) -> None:
        if hook is not None:
            hook(calls, event_name.rpartition(".")[2])

    def note(params: dict[str, str], model: Any, **_: Any) -> None:
        if model.name in WRITES:
            calls.writes.append((model.name, dict(params)))

    def receive(event_name: str, parsed_response: Any, **_: Any) -> None:
        _event, service, operation = event_name.split(".")
        calls.sent.append(Call(service, operation, time.time()))
        if parsed_response and parsed_response.get("Error", {}).get("Code") in THROTTLES:
            calls.throttled[f"{service}:{operation}"] += 1

    boto3.setup_default_session()
    events = boto3._get_default_session().events  # noqa: SLF001 - clients of the product are made by this session
    events.register("provide-client-params", note)
    events.register("before-send", send)
    events.register("response-received", receive)
    yield
    boto3.setup_default_session()
