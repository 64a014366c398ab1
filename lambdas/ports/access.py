"""AWS as the flows see it: the organization, Identity Center, the directory, and the deny on leavers."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from lambdas.core.accounts import Account
from lambdas.core.assignments import Action, Assignment, PrincipalType
from lambdas.core.entitlements import Entitlement, Entitlements
from lambdas.ports.values import Membership, Operation, User


class Organization(Protocol):
    """AWS Organizations, read only."""

    def find_account(self, account_id: str) -> Account | None:
        """The account with its OU path and tags, or None when AWS says there is no such account."""
        ...

    def list_accounts(self) -> tuple[Account, ...]:
        """Every account with its OU path and tags."""
        ...


class Assigning(Protocol):
    """Changes to account assignments: what the apply engine needs."""

    def is_assigned(self, assignment: Assignment) -> bool:
        """Whether AWS has exactly this assignment now."""
        ...

    def request(self, action: Action, assignment: Assignment) -> Operation:
        """Ask AWS to grant or revoke. Revoking what is not there is SUCCEEDED at once."""
        ...

    def poll(self, operations: Iterable[Operation]) -> tuple[Operation, ...]:
        """The same operations as AWS sees them now, in the same order."""
        ...


class IdentityCenter(Assigning, Protocol):
    """Permission sets and account assignments of the organization instance."""

    def list_permission_set_arns(self) -> tuple[str, ...]:
        """The ARN of every permission set."""
        ...

    def find_permission_set_name(self, arn: str) -> str | None:
        """The name of this permission set, which never changes; None when AWS says there is none."""
        ...

    def list_assignments(
        self, account_id: str, permission_set_arns: Iterable[str] | None = None
    ) -> tuple[Assignment, ...]:
        """The direct assignments of these permission sets, or of all, in one account."""
        ...

    def list_assignments_at(self, account_id: str, permission_set_arn: str) -> tuple[Assignment, ...]:
        """The direct assignments of one permission set in one account; none where AWS knows no such permission set."""
        ...

    def list_assignments_of(self, principal_type: PrincipalType, principal_id: str) -> tuple[Assignment, ...]:
        """The direct assignments of exactly this principal in every account; what a user has through groups is not."""
        ...

    def list_undecided(self, action: Action) -> frozenset[str]:
        """The ids of the requests, whoever made them, that AWS has not decided yet."""
        ...


class IdentityStore(Protocol):
    """The directory: users, groups, memberships."""

    def find_groups(self, names: Iterable[str]) -> dict[str, str]:
        """Display name -> id of those that exist; a name AWS does not know is left out."""
        ...

    def find_user(self, email: str) -> User | None:
        """The user with this user name, or else with this e-mail address; None when there is none."""
        ...

    def find_user_id(self, email: str) -> str | None:
        """The id of the user `find_user` finds, without the rest."""
        ...

    def describe_user(self, user_id: str) -> User | None:
        """The user with this id, or None when it no longer exists."""
        ...

    def describe_groups(self, group_ids: Iterable[str]) -> dict[str, str]:
        """Id -> display name; an id AWS does not know is left out."""
        ...

    def list_memberships(self, user_id: str) -> tuple[Membership, ...]:
        """The groups a user is in."""
        ...

    def create_user(self, email: str, names: Mapping[str, str]) -> str:
        """Create a user of this name and address; its id, also when it exists by now.

        `names` has given_name, family_name and display_name.
        """
        ...

    def create_membership(self, group_id: str, user_id: str) -> None:
        """Put the user into the group; already there is done."""
        ...

    def delete_membership(self, membership: Membership) -> None:
        """Take the user out of the group; already gone is done."""
        ...

    def delete_user(self, user_id: str) -> None:
        """Delete the user from Identity Center's own directory, for good; already gone is done."""
        ...


class AccountAccess(Protocol):
    """The account access manager: the second way to an account, beside assignments."""

    def list_entitlements(self, user_id: str, known: tuple[str, ...] = ()) -> Entitlements:
        """What this very user may take; what it has through groups is not.

        `known` are the applications of an earlier answer: they are not looked for again as long as they are there.
        """
        ...

    def delete_entitlement(self, entitlement: Entitlement) -> None:
        """Revoke it; already gone is done."""
        ...


class Quarantine(Protocol):
    """The deny on the ids of leavers: service control policies at the root."""

    def deny(self, user_id: str) -> bool:
        """Add the id to the first policy with room. True when it was added, False when it already stood there."""
        ...

    def release(self, user_id: str) -> bool:
        """Take the id out of every policy. True when it was taken out, False when it did not stand in any."""
        ...

    def is_denied(self, user_id: str) -> bool:
        """Whether the id stands in one of the policies now; read until it is found."""
        ...

    def list_denied(self) -> tuple[str, ...]:
        """The ids that stand in the policies now."""
        ...
