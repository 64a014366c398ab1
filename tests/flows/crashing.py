"""Ports that die between any two calls: before a call, or after it has had its effect and before anybody knows."""

from collections.abc import Callable
from typing import Any

from tests.flows.fakes import Crash, FakePorts

NAMES = (
    "organization",
    "center",
    "store",
    "account_access",
    "quarantine",
    "ledger",
    "held",
    "lanes",
    "notifier",
    "schedules",
)


class Countdown:
    """Dies at the call that brings it to zero; None never does."""

    def __init__(self) -> None:
        self.calls: int | None = None
        self.after = False

    def around(self, call: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        dies = self.calls == 0
        self.calls = None if self.calls in (None, 0) else self.calls - 1
        if dies and not self.after:
            raise Crash
        answer = call(*arguments, **named)
        if dies:
            raise Crash
        return answer


class Mortal:
    """One port, every call of which counts."""

    def __init__(self, port: Any, countdown: Countdown) -> None:
        self._port, self._countdown = port, countdown

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self._port, name)
        return lambda *arguments, **named: self._countdown.around(call, *arguments, **named)


class MortalPorts:
    """The same world, through ports that may die. Time goes on by itself."""

    def __init__(self, ports: FakePorts) -> None:
        self.countdown = Countdown()
        self.clock = ports.clock
        for name in NAMES:
            setattr(self, name, Mortal(getattr(ports, name), self.countdown))
