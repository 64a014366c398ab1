"""The unit of access, as AWS has it: principal x permission set x account."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class PrincipalType(StrEnum):
    """Who holds access; the values are the API's."""

    GROUP = "GROUP"
    USER = "USER"


class Principal(NamedTuple):
    """A group or a user, by its id in the directory."""

    type: PrincipalType
    id: str


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

    @property
    def principal(self) -> Principal:
        """Who holds it."""
        return Principal(self.principal_type, self.principal_id)


@dataclass(frozen=True, slots=True)
class Names:
    """What people call the ids: for reasons, plans and messages; never used to decide.

    With `users_by_id` a description has the ids of users in place of their names: for logs.
    """

    accounts: dict[str, str] = field(default_factory=dict)
    permission_sets: dict[str, str] = field(default_factory=dict)
    principals: dict[str, str] = field(default_factory=dict)
    users_by_id: bool = False

    def account(self, account_id: str) -> str:
        """'payments-dev (111122223333)', or the id alone."""
        name = self.accounts.get(account_id)
        return f"{name} ({account_id})" if name else account_id

    def permission_set(self, arn: str) -> str:
        """Its name, or the last part of its ARN."""
        return self.permission_sets.get(arn, arn.rsplit("/", 1)[-1])

    def principal(self, principal_id: str) -> str:
        """The group's or user's name, or its id."""
        return self.principals.get(principal_id, principal_id)

    def describe(self, assignment: Assignment) -> str:
        """'group Developers, DevPowerUser, in payments-dev (111122223333)'; an id stands where no name is known."""
        by_id = self.users_by_id and assignment.principal_type is PrincipalType.USER
        name = assignment.principal_id if by_id else self.principal(assignment.principal_id)
        who = f"{assignment.principal_type.lower()} {name}"
        what = self.permission_set(assignment.permission_set_arn)
        return f"{who}, {what}, in {self.account(assignment.account_id)}"
