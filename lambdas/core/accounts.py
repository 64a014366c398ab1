"""The accounts of the organization, and which of them a rule means."""

from dataclasses import dataclass, field
from enum import StrEnum


class AccountState(StrEnum):
    """The API's `State` (its older `Status` maps onto it); UNKNOWN for a value newer than this code."""

    ACTIVE = "ACTIVE"
    PENDING_ACTIVATION = "PENDING_ACTIVATION"
    SUSPENDED = "SUSPENDED"
    PENDING_CLOSURE = "PENDING_CLOSURE"
    CLOSED = "CLOSED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Account:
    """One AWS account. `ou_path` holds the OU names from the root down: ("Workloads", "Dev"); () is the root itself."""

    id: str
    name: str
    state: AccountState = AccountState.ACTIVE
    ou_path: tuple[str, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)
    is_management: bool = False
