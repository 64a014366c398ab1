"""What the ports take and answer beside the values of the core."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from lambdas.core.assignments import Action, Assignment


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
