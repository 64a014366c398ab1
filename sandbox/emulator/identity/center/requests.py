"""Asynchronous requests: accepted first, decided later."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.later import Later
from sandbox.emulator.identity.wire.paging import page
from sandbox.emulator.identity.wire.settings import Settings

_MOST_REQUESTS = 1_000_000_000


@dataclass
class Request:
    """One request. `about` holds the members its full status shows beside these."""

    about: dict[str, Any]
    pairs: frozenset[tuple[str, str]]  # the (account, permission set) pairs it writes to
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    created: float = field(default_factory=time.time)
    status: str = "IN_PROGRESS"
    failure: str | None = None

    def summary(self) -> dict[str, Any]:
        """What the lists of statuses show."""
        return {"Status": self.status, "RequestId": self.request_id, "CreatedDate": self.created}

    def full(self) -> dict[str, Any]:
        """What the answer to the request, and Describe...Status, show."""
        failure = {"FailureReason": self.failure} if self.failure else {}
        return {**self.summary(), **failure, **self.about}


class PairLocks:
    """One write at a time for an account and permission set, across all kinds of requests."""

    def __init__(self) -> None:
        self._held: set[tuple[str, str]] = set()

    def take(self, pairs: frozenset[tuple[str, str]]) -> None:
        """Hold all these pairs; one that is held already raises ConflictException (text seen from AWS)."""
        if busy := self._held & pairs:
            account_id, _ = next(iter(busy))
            raise AwsError(
                "ConflictException",
                "Received a 409 status code: There's a conflicting operation in process for target account "
                f"{account_id}",
            )
        self._held |= pairs

    def release(self, pairs: frozenset[tuple[str, str]]) -> None:
        """Let them go."""
        self._held -= pairs


class Requests:
    """The requests of one kind. `finish` does the work when its time has come, and returns why it failed, or None."""

    def __init__(self, locks: PairLocks, later: Later, settings: Settings) -> None:
        self._locks = locks
        self._later = later
        self._settings = settings
        self._by_id: dict[str, Request] = {}
        self.in_progress = 0

    def start(self, request: Request, finish: Callable[[], str | None]) -> Request:
        """Accept it and answer IN_PROGRESS; raises ConflictException while another writes to the same pair."""
        self._locks.take(request.pairs)
        self._by_id[request.request_id] = request
        self.in_progress += 1
        self._later(self._settings.async_seconds, lambda: self._end(request, finish))
        return request

    def _end(self, request: Request, finish: Callable[[], str | None]) -> None:
        request.failure = finish()
        request.status = "FAILED" if request.failure else "SUCCEEDED"
        self.in_progress -= 1
        self._locks.release(request.pairs)

    def find(self, request_id: str) -> Request:
        """The request of this id, or ResourceNotFoundException."""
        found = self._by_id.get(request_id)
        if found is None:
            raise AwsError("ResourceNotFoundException", f"Could not find a request with id {request_id}")
        return found

    def statuses(self, payload: dict[str, Any], member: str) -> dict[str, Any]:
        """One page of summaries, of `Filter.Status` if the request names one, in the order of the settings."""
        wanted = payload.get("Filter", {}).get("Status")
        chosen = [
            (number, found) for number, found in enumerate(self._by_id.values()) if wanted in (None, found.status)
        ]
        return page({self._place(number): found.summary() for number, found in chosen}, payload, member)

    def _place(self, number: int) -> str:
        """A key that sorts as the lists are ordered; a request that comes meanwhile moves none across a page."""
        place = _MOST_REQUESTS - number if self._settings.newest_first else number
        return f"{place:0{len(str(_MOST_REQUESTS))}}"
