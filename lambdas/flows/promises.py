"""Does what the policy promises for an emergency still exist? Read, and compared; nothing is changed."""

from collections.abc import Iterable, Iterator

from lambdas.core.assignments import Principal, PrincipalType
from lambdas.core.break_glass.globs import fits
from lambdas.core.break_glass.watched import is_id
from lambdas.core.errors import GatehouseError
from lambdas.core.policy import Policy
from lambdas.core.review import Reviewed
from lambdas.core.scopes import Scope
from lambdas.flows.names import is_name
from lambdas.flows.reconcile import make_checked_plan
from lambdas.ports import Ports


def find_broken_promises(policy: Policy, ports: Ports) -> tuple[str, ...]:
    """A sentence for each thing that is missing; what cannot be read is one, too."""
    try:
        reviewed = make_checked_plan(Scope(principals=_find_holders(policy, ports)), policy, ports)
        return (*_missing_assignments(reviewed), *_missing_names(reviewed, policy), *_missing_ids(policy, ports))
    except GatehouseError as error:
        return (f"what break glass needs cannot be read: {error}",)


def find_unproven(policy: Policy, ports: Ports) -> tuple[str, ...]:
    """A sentence for each glob of roles and users of which no record has ever shown one.

    Gatehouse may not look into IAM of member accounts: that a role is there is known when it was once used or changed.
    """
    seen = {(found["subject_type"], found["subject"]) for found in ports.ledger.list_incidents()}
    section = policy.break_glass
    wanted = [*(("role", glob) for glob in section.roles), *(("IAM user", glob) for glob in section.users)]
    return tuple(
        f"no record has shown a {kind} {glob} yet: use it once, to see that it is there"
        for kind, glob in wanted
        if not any(kind == seen_kind and fits(name, [glob]) for seen_kind, name in seen)
    )


def _find_holders(policy: Policy, ports: Ports) -> frozenset[Principal]:
    """The groups that the rules give a break-glass permission set, or that are break glass themselves."""
    section = policy.break_glass
    names = {
        group
        for rule in policy.access
        for group in rule.groups
        if fits(group, section.groups) or any(fits(name, section.permission_sets) for name in rule.permission_sets)
    }
    found = ports.store.find_groups(sorted(names))
    return frozenset(Principal(PrincipalType.GROUP, group_id) for group_id in found.values())


def _missing_assignments(reviewed: Reviewed) -> Iterator[str]:
    """In accounts that a loop has seen: a new one is on its way to its first access."""
    seen = reviewed.read.recalled.accounts
    for change in reviewed.plan.grants:
        if reviewed.out_of_reach.has(change.assignment) and change.assignment.account_id in seen:
            yield f"{reviewed.names.describe(change.assignment)} is promised, and is not there"


def _missing_names(reviewed: Reviewed, policy: Policy) -> Iterator[str]:
    section, known = policy.break_glass, reviewed.read.known
    for kind, wanted, found in (
        ("permission set", section.permission_sets, known.permission_sets),
        ("group", section.groups, known.groups),
        ("directory user", section.directory_users, known.users),
    ):
        for name in _names(wanted):
            if name not in found:
                yield f"{kind} {name} does not exist"


def _names(wanted: Iterable[str]) -> Iterator[str]:
    return (name for name in wanted if is_name(name) and not is_id(name))


def _missing_ids(policy: Policy, ports: Ports) -> Iterator[str]:
    groups = [group for group in policy.break_glass.groups if is_id(group)]
    found = ports.store.describe_groups(groups) if groups else {}
    yield from (f"group {group} does not exist" for group in groups if group not in found)
    users = (user for user in policy.break_glass.directory_users if is_id(user))
    yield from (f"directory user {user} does not exist" for user in users if ports.store.describe_user(user) is None)
