"""Faults to order: `/_local/faults`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.emulator.local_routes import LocalRequestError


@dataclass
class Fault:
    """What goes wrong with `operation`, for the next `times` calls (None: until cleared).

    Exactly one of: `error` (an AWS error code, with `message`), `status` (an HTTP status of 500 or above), `delay`
    (seconds before the answer), `answer` ("empty" or "truncated": a list that lost items and says nothing of it),
    `failed` (an asynchronous request that is accepted and ends FAILED with this reason).
    """

    operation: str
    error: str = ""
    message: str = "injected"
    status: int = 0
    delay: float = 0.0
    answer: str = ""
    failed: str = ""
    times: int | None = 1
    where: dict[str, Any] = field(default_factory=dict)  # only calls whose request members have these values

    def __post_init__(self) -> None:
        kinds = [bool(kind) for kind in (self.error, self.status, self.delay, self.answer, self.failed)]
        if kinds.count(True) != 1:
            raise LocalRequestError("a fault is exactly one of error, status, delay, answer, failed")
        if self.answer not in ("", "empty", "truncated"):
            raise LocalRequestError(f"answer is empty or truncated, not {self.answer}")

    def hits(self, operation: str, payload: dict[str, Any]) -> bool:
        """Whether this call is one that goes wrong."""
        return self.operation == operation and all(payload.get(name) == value for name, value in self.where.items())


class Faults:
    """The faults still to come, in the order they were asked for; the first that fits a call is spent on it."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def change(self, body: dict[str, Any]) -> dict[str, Any]:
        """`{clear: true}` forgets all; `{faults: [...]}` adds; the answer is how many wait."""
        if body.get("clear"):
            self._waiting.clear()
        for entry in body.get("faults", []):
            self._waiting.append(_parse_fault(entry))
        return {"waiting": len(self._waiting)}

    def take(self, operation: str, payload: dict[str, Any]) -> Fault | None:
        """The fault for this call, among those that concern its answer."""
        return self._spend(lambda fault: not fault.failed and fault.hits(operation, payload))

    def take_failure(self, operation: str, payload: dict[str, Any]) -> str | None:
        """The reason this asynchronous request shall end FAILED with."""
        fault = self._spend(lambda fault: bool(fault.failed) and fault.hits(operation, payload))
        return fault.failed if fault else None

    def _spend(self, fits: Callable[[Fault], bool]) -> Fault | None:
        fault = next(filter(fits, self._waiting), None)
        if fault is not None and fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._waiting.remove(fault)
        return fault


def _parse_fault(entry: dict[str, Any]) -> Fault:
    try:
        return Fault(**entry)
    except TypeError as error:
        raise LocalRequestError(f"not a fault: {error}") from error
