"""Reads what an explanation needs: one account, one user with its groups or one group, and what each of them holds."""

from collections.abc import Iterable
from dataclasses import dataclass

from lambdas.core.accounts import Account
from lambdas.core.assignments import Assignment, Names, PrincipalType
from lambdas.core.errors import RejectError
from lambdas.core.explain import Explanation, Subject, explain
from lambdas.core.policy import Policy
from lambdas.core.review import Readings, make_names
from lambdas.core.scopes import Scope
from lambdas.flows.names import read_known
from lambdas.flows.naming import name_all
from lambdas.flows.recalling import recall
from lambdas.inventory import PermissionSets
from lambdas.ports import Ports


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation, the account it is about, and what people call its ids."""

    explanation: Explanation
    account: Account
    subject: Subject
    names: Names


def explain_access(
    subject: Subject, account_id: str, policy: Policy, ports: Ports, permission_sets: PermissionSets
) -> Explained:
    """Why the subject has access to the account, or has none. RejectError when AWS knows no such account."""
    account = ports.organization.find_account(account_id)
    if account is None:
        raise RejectError(f"account {account_id}: AWS knows no such account")
    recalled = recall(Scope(), ports.memory)
    (known, _), actual = read_known(policy, ports, recalled), _read_held(subject, ports)
    found = explain(policy, account, subject, known=known, actual=actual, now=ports.clock.now(), retired=recalled.pairs)
    assignments = [path.assignment for path in found.paths]
    names = name_all(
        make_names(Readings((account,), known, recalled=recalled)), assignments, ports.store, permission_sets
    )
    return Explained(found, account, subject, names)


def find_user(email: str, ports: Ports) -> Subject:
    """The user with every group it is in. RejectError when there is no such user."""
    user = ports.store.find_user(email)
    if user is None:
        raise RejectError(f"user '{email}': the directory has no such user")
    groups = ports.store.describe_groups(m.group_id for m in ports.store.list_memberships(user.id))
    holders = {(PrincipalType.GROUP, group_id) for group_id in groups} | {(PrincipalType.USER, user.id)}
    called = frozenset({email, user.user_name, *user.emails})
    return Subject(frozenset(holders), frozenset(groups.values()), called)


def find_group(name: str, ports: Ports) -> Subject:
    """The group. RejectError when there is no such group."""
    group_id = ports.store.find_groups([name]).get(name)
    if group_id is None:
        raise RejectError(f"group '{name}': the directory has no such group")
    return Subject(frozenset({(PrincipalType.GROUP, group_id)}), frozenset({name}))


def _read_held(subject: Subject, ports: Ports) -> Iterable[Assignment]:
    return [a for kind, holder in sorted(subject.holders) for a in ports.center.list_assignments_of(kind, holder)]
