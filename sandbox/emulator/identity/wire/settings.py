"""How this AWS behaves: live values, changed by the environment at the start and by `/_local/settings` later."""

import os
from dataclasses import asdict, dataclass, fields
from typing import Any

from sandbox.emulator.local_routes import LocalRequestError

ENVIRONMENT_PREFIX = "SANDBOX_IDENTITY_"


@dataclass
class Settings:
    """Rates are calls a second; durations are seconds.

    The defaults are AWS's documented quotas (Identity Center and Organizations quotas pages) and the delays a person
    can wait for.
    """

    throttle: bool = True  # False lifts every quota, for seeding
    tps: float = 20.0  # Identity Center, all operations together
    burst: float = 20.0
    directory_tps: float = 20.0  # Identity Store, each operation by itself
    directory_burst: float = 20.0
    outstanding: int = 15  # account assignment creations in progress
    async_seconds: float = 2.0  # an assignment or a provisioning, from IN_PROGRESS to its end
    # AWS does not document in which order the lists of request statuses come.
    newest_first: bool = True
    create_account_seconds: float = 2.0
    close_account_seconds: float = 2.0
    # AWS does not document what deleting a missing assignment does: "error" raises ResourceNotFoundException at
    # once, "failed" accepts it and ends FAILED.
    missing_assignment: str = "error"
    # Identity Center's own directory deletes a deleted user's assignments; Active Directory leaves them behind.
    keep_orphans: bool = False

    @classmethod
    def from_environment(cls) -> "Settings":
        """The defaults, overridden by `SANDBOX_IDENTITY_<NAME>`; a value of the wrong kind raises LocalRequestError."""
        settings = cls()
        names = {ENVIRONMENT_PREFIX + field.name.upper(): field.name for field in fields(cls)}
        settings.change({name: os.environ[key] for key, name in names.items() if key in os.environ})
        return settings

    def change(self, values: dict[str, Any]) -> dict[str, Any]:
        """Set these and return all. An unknown name or a value of the wrong kind raises LocalRequestError."""
        known = {field.name: type(getattr(self, field.name)) for field in fields(self)}
        if unknown := sorted(values.keys() - known.keys()):
            raise LocalRequestError(f"no setting {', '.join(unknown)}; there are {', '.join(known)}")
        for name, value in values.items():
            setattr(self, name, _as_kind(known[name], name, value))
        return asdict(self)


def _as_kind(kind: type, name: str, value: Any) -> Any:
    if kind is bool:
        return value if isinstance(value, bool) else str(value).lower() == "true"
    try:
        return kind(value)
    except (TypeError, ValueError) as error:
        raise LocalRequestError(f"{name} takes a {kind.__name__}, not {value!r}") from error
