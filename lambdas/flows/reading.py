"""What one loop reads: the accounts, and the assignments there are."""

from collections.abc import Collection, Iterable

from lambdas.core.accounts import Account, AccountState
from lambdas.core.assignments import Assignment, Principal
from lambdas.core.desired import Desired, Pair
from lambdas.core.doubt import find_missing
from lambdas.core.errors import AlertError, GatehouseError, MissingError, RetryError
from lambdas.core.memory import Recalled
from lambdas.core.safety import Freeze
from lambdas.core.scopes import Place, Scope
from lambdas.ports import IdentityCenter, Organization


def read_accounts(
    scope: Scope, organization: Organization, recalled: Recalled
) -> tuple[tuple[Account, ...], frozenset[str]]:
    """The accounts of the scope, and the ids AWS does not know.

    Accounts are asked for one by one; for a wide scope the whole organization is listed.
    """
    if scope.is_wide:
        accounts = organization.list_accounts()
        missing = find_missing(accounts, {*recalled.accounts, *scope.account_ids})
        return accounts, _confirm_gone(missing, organization)
    found = {account_id: organization.find_account(account_id) for account_id in sorted(scope.account_ids)}
    accounts = tuple(account for account in found.values() if account is not None)
    return accounts, frozenset(account_id for account_id, account in found.items() if account is None)


def _confirm_gone(account_ids: Iterable[str], organization: Organization) -> frozenset[str]:
    """Those that AWS knows no more. Raises RetryError for one that it knows: the list was not whole."""
    gone = []
    for account_id in account_ids:
        if organization.find_account(account_id) is not None:
            raise RetryError(f"the list of accounts is not whole: {account_id} is not in it, and exists")
        gone.append(account_id)
    return frozenset(gone)


def read_by_account(
    accounts: Iterable[Account], desired: Desired, center: IdentityCenter, *, deep: bool
) -> tuple[Assignment, ...]:
    """What AWS has of the managed permission sets, or `deep` of all, in the accounts that may be written to."""
    arns = None if deep else sorted({pair.permission_set_arn for pair in desired.managed})
    active = [account for account in accounts if account.state is AccountState.ACTIVE]
    return tuple(found for account in active for found in center.list_assignments(account.id, arns))


def read_by_place(
    places: Iterable[Place], accounts: Iterable[Account], desired: Desired, center: IdentityCenter
) -> tuple[Assignment, ...]:
    """One call for each place whose permission set is managed, in the accounts that may be written to."""
    arns = {pair.permission_set_arn for pair in desired.managed}
    active = {account.id for account in accounts if account.state is AccountState.ACTIVE}
    there = sorted(place for place in places if place.account_id in active and place.permission_set_arn in arns)
    return tuple(found for place in there for found in center.list_assignments_at(*place))


def read_by_principal(
    principals: Iterable[Principal], managed: Collection[Pair], deleted: Collection[Principal], center: IdentityCenter
) -> tuple[tuple[Assignment, ...], tuple[Freeze, ...]]:
    """All that these principals hold, in every account, and a freeze for each whose reading failed.

    Pages of 100 assignments for each principal, where accounts x permission sets would be a call for each of them. When
    nothing at all could be read, that is no reading: the first error is raised. AWS may not know a `deleted` principal
    any more: then it holds nothing.
    """
    found: list[Assignment] = []
    failed: list[GatehouseError] = []
    freezes: list[Freeze] = []
    asked = sorted(principals)
    for principal in asked:
        try:
            found += center.list_assignments_of(*principal)
        except (AlertError, RetryError) as error:
            if isinstance(error, MissingError) and principal in deleted:
                continue
            failed.append(error)
            freezes.append(_freeze(managed, principal, error))
    if failed and len(failed) == len(asked):
        raise failed[0]
    return tuple(found), tuple(freezes)


def _freeze(managed: Iterable[Pair], principal: Principal, error: GatehouseError) -> Freeze:
    pairs = frozenset(pair for pair in managed if pair.principal == principal)
    kind = principal.type.lower()
    return Freeze(f"the assignments of {kind} {principal.id} could not be read: {error}", pairs=pairs)
