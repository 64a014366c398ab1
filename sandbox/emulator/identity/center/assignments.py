"""Account assignments: who has which permission set in which account, indexed for every question AWS answers."""

from typing import NamedTuple


class Assignment(NamedTuple):
    """One account assignment; it has no id of its own, as in AWS."""

    account_id: str
    permission_set_arn: str
    principal_type: str
    principal_id: str

    @property
    def pair(self) -> tuple[str, str]:
        """Account and permission set: what AWS provisions, and writes one at a time."""
        return self.account_id, self.permission_set_arn


class Assignments:
    """All assignments. Adding one that is there, or removing one that is not, changes nothing.

    An account holds a permission set as long as it has an assignment of it, at the revision it was provisioned with.
    """

    def __init__(self) -> None:
        self._by_pair: dict[tuple[str, str], set[Assignment]] = {}
        self._by_principal: dict[str, set[Assignment]] = {}
        self._sets_of_account: dict[str, dict[str, int]] = {}
        self._accounts_of_set: dict[str, set[str]] = {}

    def __contains__(self, assignment: Assignment) -> bool:
        return assignment in self._by_pair.get(assignment.pair, ())

    def add(self, assignment: Assignment, revision: int) -> None:
        """Keep it; the first of a permission set in an account brings the permission set there, at this revision."""
        self._by_pair.setdefault(assignment.pair, set()).add(assignment)
        self._by_principal.setdefault(assignment.principal_id, set()).add(assignment)
        self._accounts_of_set.setdefault(assignment.permission_set_arn, set()).add(assignment.account_id)
        self._sets_of_account.setdefault(assignment.account_id, {}).setdefault(assignment.permission_set_arn, revision)

    def provision(self, account_id: str, permission_set_arn: str, revision: int) -> None:
        """Note that the account has this revision of the permission set, if it holds the permission set at all."""
        held = self._sets_of_account.get(account_id, {})
        if permission_set_arn in held:
            held[permission_set_arn] = revision

    def remove(self, assignment: Assignment) -> None:
        """Forget it; the last one of a permission set in an account takes the permission set away with it."""
        self._by_principal.get(assignment.principal_id, set()).discard(assignment)
        left = self._by_pair.get(assignment.pair, set())
        left.discard(assignment)
        if not left:
            self._by_pair.pop(assignment.pair, None)
            self._accounts_of_set.get(assignment.permission_set_arn, set()).discard(assignment.account_id)
            self._sets_of_account.get(assignment.account_id, {}).pop(assignment.permission_set_arn, None)

    def remove_principal(self, principal_id: str) -> None:
        """Forget all assignments of a user or group."""
        for assignment in list(self._by_principal.pop(principal_id, ())):
            self.remove(assignment)

    def in_pair(self, account_id: str, permission_set_arn: str) -> set[Assignment]:
        """The assignments of one permission set in one account."""
        return self._by_pair.get((account_id, permission_set_arn), set())

    def of_principal(self, principal_id: str) -> set[Assignment]:
        """The assignments that name this user or group."""
        return self._by_principal.get(principal_id, set())

    def sets_of_account(self, account_id: str) -> dict[str, int]:
        """Permission set ARN -> revision, for the permission sets an account holds."""
        return self._sets_of_account.get(account_id, {})

    def accounts_of_set(self, permission_set_arn: str) -> dict[str, int]:
        """Account id -> revision, for the accounts that hold a permission set."""
        accounts = self._accounts_of_set.get(permission_set_arn, set())
        return {account_id: self._sets_of_account[account_id][permission_set_arn] for account_id in accounts}
