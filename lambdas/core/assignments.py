"""The unit of access, as AWS has it: principal x permission set x account."""

from dataclasses import dataclass, field
from enum import StrEnum


class PrincipalType(StrEnum):
    """Who holds access; the values are the API's."""

    GROUP = "GROUP"
    USER = "USER"


class Action(StrEnum):
    """What is done to an assignment."""

    GRANT = "grant"
    REVOKE = "revoke"


@dataclass(frozen=True, order=True, slots=True)
class Assignment:
    """One account assignment: four ids and nothing else, so that two of them are equal when AWS says so."""

    account_id: str
    permission_set_arn: str
    principal_type: PrincipalType
    principal_id: str


@dataclass(frozen=True, slots=True)
class Names:
    """What people call the ids: for reasons, plans and messages; never used to decide."""

    accounts: dict[str, str] = field(default_factory=dict)
    permission_sets: dict[str, str] = field(default_factory=dict)
    principals: dict[str, str] = field(default_factory=dict)

    def describe(self, assignment: Assignment) -> str:
        """'group Developers, DevPowerUser, in payments-dev (111122223333)'; an id stands where no name is known."""
        principal = self.principals.get(assignment.principal_id, assignment.principal_id)
        arn = assignment.permission_set_arn
        permission_set = self.permission_sets.get(arn, arn.rsplit("/", 1)[-1])
        account = self.accounts.get(assignment.account_id)
        place = f"{account} ({assignment.account_id})" if account else assignment.account_id
        return f"{assignment.principal_type.lower()} {principal}, {permission_set}, in {place}"
