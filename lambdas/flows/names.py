"""What the names in the policy mean in AWS today."""

from collections.abc import Iterable, Mapping

from lambdas.core.assignments import Principal, PrincipalType
from lambdas.core.desired import Known
from lambdas.core.memory import Holder, Recalled, find_strays
from lambdas.core.policy import Policy
from lambdas.core.safety import Freeze
from lambdas.ports import IdentityCenter, IdentityStore, Ports

GLOB = frozenset("*?[")


def read_known(policy: Policy, ports: Ports, recalled: Recalled) -> tuple[Known, dict[str, str]]:
    """What the names mean, and ARN -> name of the permission sets that were not remembered."""
    groups = group_names(policy) | _names(policy.break_glass.groups)
    sets = permission_set_names(policy) | _names(policy.break_glass.permission_sets)
    emails = {exception.user for exception in policy.exceptions} | _names(policy.break_glass.directory_users)
    users = {email: ports.store.find_user(email) for email in sorted(emails)}
    names = find_permission_sets(sets, ports.center, recalled.permission_sets)
    known = Known(
        groups=ports.store.find_groups(sorted(groups)),
        users={email: user.id for email, user in users.items() if user is not None},
        permission_sets={name: arn for arn, name in sorted(names.items()) if name in sets},
    )
    return known, {arn: name for arn, name in names.items() if arn not in recalled.permission_sets}


def group_names(policy: Policy) -> set[str]:
    """Every group that a rule names."""
    return {group for rule in policy.access for group in rule.groups}


def permission_set_names(policy: Policy) -> set[str]:
    """Every permission set that a rule or an exception names."""
    return {name for rule in policy.access for name in rule.permission_sets} | {
        exception.permission_set for exception in policy.exceptions
    }


def _names(globs: Iterable[str]) -> set[str]:
    """Those that are names: a glob stands for names that the policy has elsewhere."""
    return {glob for glob in globs if is_name(glob)}


def is_name(glob: str) -> bool:
    """Whether it means itself and nothing else."""
    return not GLOB & set(glob)


def find_permission_sets(wanted: set[str], center: IdentityCenter, remembered: Mapping[str, str]) -> dict[str, str]:
    """ARN -> name, until every wanted name is found; a name is asked for once in the life of a permission set.

    AWS lists ARNs only. The list is read each time, so one that was deleted, or made again under a new ARN, is seen;
    one that is remembered and not listed is asked for by itself: a list that lost something looks like a deletion.
    """
    listed = center.list_permission_set_arns()
    found = {arn: remembered[arn] for arn in listed if arn in remembered}
    unknown = iter(arn for arn in listed if arn not in remembered)
    while not wanted <= set(found.values()) and (arn := next(unknown, None)):
        if (name := center.find_permission_set_name(arn)) is not None:
            found[arn] = name
    missing = wanted - set(found.values())
    lost = (arn for arn, name in remembered.items() if name in missing)
    return found | {arn: remembered[arn] for arn in lost if center.find_permission_set_name(arn) is not None}


def read_strays(
    policy: Policy, known: Known, recalled: Recalled, store: IdentityStore
) -> tuple[tuple[Freeze, ...], frozenset[Principal]]:
    """Of the names the policy has and AWS does not know: what was renamed is frozen, what was deleted is an orphan."""
    strays = find_strays(policy, known, recalled.holders.values())
    names = find_names((holder.principal for holder in strays), store)
    freezes = (
        _freeze(holder, f"is called '{names[holder.principal]}' in AWS now")
        for holder in strays
        if holder.principal in names
    )
    return tuple(freezes), frozenset(holder.principal for holder in strays if holder.principal not in names)


def freeze_orphans(holders: Iterable[Holder]) -> tuple[Freeze, ...]:
    """One account is no reason to clean up after a deleted principal: the sweep does that, with all there is of it."""
    return tuple(_freeze(holder, "was deleted: the next sweep cleans up") for holder in holders)


def _freeze(holder: Holder, what: str) -> Freeze:
    because = f"{holder.principal.type.lower()} '{holder.name}' of the policy {what}"
    return Freeze(because, pairs=holder.pairs, lasting=True)


def find_names(principals: Iterable[Principal], store: IdentityStore) -> dict[Principal, str]:
    """What the directory calls them today; one that it does not know is left out."""
    found: dict[Principal, str] = {}
    for principal in sorted(principals):
        name = _find_name(principal, store)
        if name is not None:
            found[principal] = name
    return found


def _find_name(principal: Principal, store: IdentityStore) -> str | None:
    if principal.type is PrincipalType.GROUP:
        return store.describe_groups([principal.id]).get(principal.id)
    user = store.describe_user(principal.id)
    return user.user_name if user else None
