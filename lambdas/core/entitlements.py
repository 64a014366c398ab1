"""The second unit of access: what the account access manager lets a user take, beside its assignments."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One grant of the account access manager: a user may take an IAM role in an account, without an assignment."""

    application_arn: str
    id: str
    role_arn: str


@dataclass(frozen=True, slots=True)
class Entitlements:
    """Those of one user. `off` says why there can be none: the account access manager is not in use here.

    `applications` are the ARNs of what was asked.
    """

    found: tuple[Entitlement, ...] = ()
    off: str = ""
    applications: tuple[str, ...] = ()
