"""A set of accounts as the shortest selector that means exactly these: everything, whole OUs, and the rest by id."""

from collections.abc import Iterable, Iterator
from typing import Any

from lambdas.core.accounts import Account, AccountState
from lambdas.core.policy import Selector
from lambdas.core.policy.selectors import ALL, join_ou_path

PATTERN = 2
"""So many accounts make a pattern: one alone says nothing about the next that joins its OU."""


def make_selector(account_ids: Iterable[str], accounts: Iterable[Account]) -> Selector:
    """Means exactly these accounts among the ACTIVE ones. The management account stands by its id."""
    wanted = frozenset(account_ids)
    members = [account for account in accounts if account.state is AccountState.ACTIVE and not account.is_management]
    paths, only, covered = _cover(wanted, members, ())
    conditions: list[Any] = []
    if paths == [()]:
        conditions.append(ALL)
    elif paths:
        conditions.append({"ou": [join_ou_path(path) for path in paths]})
    if only:
        conditions.append({"ou_only": [join_ou_path(path) for path in only]})
    if alone := sorted(wanted - covered):
        conditions.append({"id": alone})
    return Selector.of(conditions)


Path = tuple[str, ...]


def _cover(wanted: frozenset[str], members: list[Account], path: Path) -> tuple[list[Path], list[Path], frozenset[str]]:
    """From the root down: OUs that are wanted whole, those whose own accounts are, and the accounts that this covers.

    `members` are the accounts in the OU at `path` and below it.
    """
    ids = frozenset(account.id for account in members)
    if len(ids) >= PATTERN and ids <= wanted:
        return [path], [], ids
    own = frozenset(account.id for account in members if account.ou_path == path)
    paths: list[Path] = []
    only = [path] if len(own) >= PATTERN and own <= wanted else []
    covered = own if only else frozenset()
    for below in sorted(set(_children(members, path))):
        found = _cover(wanted, [a for a in members if a.ou_path[: len(below)] == below], below)
        paths, only, covered = paths + found[0], only + found[1], covered | found[2]
    return paths, only, covered


def _children(members: Iterable[Account], path: Path) -> Iterator[Path]:
    return (account.ou_path[: len(path) + 1] for account in members if len(account.ou_path) > len(path))
