"""What one loop reads: the accounts, what the names in the policy mean, and the assignments there are."""

from collections.abc import Iterable

from lambdas.core.accounts import Account, AccountState
from lambdas.core.assignments import Assignment, PrincipalType
from lambdas.core.desired import Desired, Known, Pair
from lambdas.core.errors import AlertError, GatehouseError, RetryError
from lambdas.core.policy import Policy
from lambdas.core.safety import Freeze
from lambdas.core.signals import Scope
from lambdas.ports import Ports

GLOB = frozenset("*?[")


def read_accounts(scope: Scope, ports: Ports) -> tuple[tuple[Account, ...], frozenset[str]]:
    """The accounts of the scope, and the ids AWS does not know.

    A whole organization is one list; accounts are asked for one by one.
    """
    if scope.everything:
        accounts = ports.organization.list_accounts()
        return accounts, scope.accounts - {account.id for account in accounts}
    found = {account_id: ports.organization.find_account(account_id) for account_id in sorted(scope.accounts)}
    accounts = tuple(account for account in found.values() if account is not None)
    return accounts, frozenset(account_id for account_id, account in found.items() if account is None)


def read_known(policy: Policy, ports: Ports) -> Known:
    """What the names in the policy mean in AWS today."""
    groups = {group for rule in policy.access for group in rule.groups} | _names(policy.break_glass.groups)
    names = {name for rule in policy.access for name in rule.permission_sets}
    names |= {exception.permission_set for exception in policy.exceptions} | _names(policy.break_glass.permission_sets)
    written = sorted({exception.user for exception in policy.exceptions})
    users = {email: ports.store.find_user(email) for email in written}
    return Known(
        groups=ports.store.find_groups(sorted(groups)),
        users={email: user.id for email, user in users.items() if user is not None},
        permission_sets=ports.center.find_permission_sets(sorted(names)),
    )


def _names(globs: Iterable[str]) -> set[str]:
    """Those that are names: a glob stands for names that the policy has elsewhere."""
    return {glob for glob in globs if not GLOB & set(glob)}


def read_by_account(accounts: Iterable[Account], desired: Desired, ports: Ports) -> tuple[Assignment, ...]:
    """What AWS has of the managed permission sets, in the accounts that may be written to."""
    arns = sorted({pair.permission_set_arn for pair in desired.managed})
    active = [account for account in accounts if account.state is AccountState.ACTIVE]
    return tuple(found for account in active for found in ports.center.list_assignments(account.id, arns))


def read_by_principal(desired: Desired, ports: Ports) -> tuple[tuple[Assignment, ...], tuple[Freeze, ...]]:
    """All that the managed principals hold, in every account, and a freeze for each whose reading failed.

    Pages of 100 assignments for each principal, where accounts x permission sets would be a call for each of them. When
    nothing at all could be read, that is no reading: the first error is raised.
    """
    found: list[Assignment] = []
    failed: list[GatehouseError] = []
    freezes: list[Freeze] = []
    principals = sorted({(pair.principal_type, pair.principal_id) for pair in desired.managed})
    for kind, principal_id in principals:
        try:
            found += ports.center.list_assignments_of(kind, principal_id)
        except (AlertError, RetryError) as error:
            failed.append(error)
            freezes.append(_freeze(desired.managed, kind, principal_id, error))
    if failed and len(failed) == len(principals):
        raise failed[0]
    return tuple(found), tuple(freezes)


def _freeze(managed: Iterable[Pair], kind: PrincipalType, principal_id: str, error: GatehouseError) -> Freeze:
    pairs = frozenset(pair for pair in managed if (pair.principal_type, pair.principal_id) == (kind, principal_id))
    return Freeze(f"the assignments of {kind.lower()} {principal_id} could not be read: {error}", pairs=pairs)
