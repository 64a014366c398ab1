"""The accounts of the organization, and which of them a rule means."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

from lambdas.core.policy.selectors import Condition, Selector, join_ou_path, split_ou_path


class AccountState(StrEnum):
    """The API's `State` (its older `Status` maps onto it); UNKNOWN for a value newer than this code."""

    ACTIVE = "ACTIVE"
    PENDING_ACTIVATION = "PENDING_ACTIVATION"
    SUSPENDED = "SUSPENDED"
    PENDING_CLOSURE = "PENDING_CLOSURE"
    CLOSED = "CLOSED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Account:
    """One AWS account. `ou_path` holds the OU names from the root down: ("Workloads", "Dev"); () is the root itself."""

    id: str
    name: str
    state: AccountState = AccountState.ACTIVE
    ou_path: tuple[str, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)
    is_management: bool = False


def matches(selector: Selector, account: Account) -> str | None:
    """Why the selector means this account ("ou Workloads/Dev and tag environment=dev"), or None when it does not.

    The first condition that holds gives the reason. The management account is meant only where its id stands: a rule
    for everything must not reach the account that service control policies do not bind.
    """
    for condition in selector.conditions:
        if account.is_management and account.id not in condition.id:
            continue
        reason = holds(condition, account)
        if reason is not None:
            return reason
    return None


def select(selector: Selector, accounts: Iterable[Account]) -> dict[str, str]:
    """The ids of the accounts that are meant, each with its reason, in the order given."""
    found = ((account.id, matches(selector, account)) for account in accounts)
    return {account_id: reason for account_id, reason in found if reason is not None}


def holds(condition: Condition, account: Account) -> str | None:
    """Why every key of the condition holds for this account, be it the management account or not; None otherwise."""
    parts: list[str] = []
    for part in _parts(condition, account):
        if part is None:
            return None
        parts.append(part)
    return " and ".join(parts) or "all accounts"


def _parts(condition: Condition, account: Account) -> Iterator[str | None]:
    """One reason for each key that is written, None for a key that does not hold; the cheapest first."""
    if condition.id:
        yield f"id {account.id}" if account.id in condition.id else None
    if condition.ou:
        yield _first("ou", (path for path in condition.ou if _is_within(account, path)))
    if condition.ou_only:
        yield _first("ou_only", (path for path in condition.ou_only if account.ou_path == split_ou_path(path)))
    for key, values in condition.tag.items():
        yield f"tag {key}={account.tags[key]}" if account.tags.get(key) in values else None
    if condition.name:
        yield _first("name", (glob for glob in condition.name if fnmatchcase(account.name, glob)))
    if condition.exclude is not None:
        yield _not_excluded(condition.exclude, account)


def _first(kind: str, found: Iterator[str]) -> str | None:
    value = next(found, None)
    return None if value is None else f"{kind} {value}"


def _is_within(account: Account, path: str) -> bool:
    """Name by name from the root: Workloads/Dev is not within Workloads/De, nor in another branch's Dev."""
    names = split_ou_path(path)
    return account.ou_path[: len(names)] == names


def _not_excluded(selector: Selector, account: Account) -> str | None:
    if any(holds(condition, account) is not None for condition in selector.conditions):
        return None
    return _describe_not(selector)


def describe(selector: Selector) -> str:
    """The selector in words: "ou Workloads/Prod and not tag restricted=true", "name a-* or id 111122223333"."""
    return " or ".join(_describe_condition(condition) for condition in selector.conditions)


def _describe_condition(condition: Condition) -> str:
    parts = [
        f"{kind} {'|'.join(values)}" for kind in ("id", "ou", "ou_only", "name") if (values := getattr(condition, kind))
    ]
    parts += [f"tag {key}={'|'.join(values)}" for key, values in condition.tag.items()]
    parts += [_describe_not(condition.exclude)] if condition.exclude else []
    return " and ".join(parts) or "all accounts"


def _describe_not(selector: Selector) -> str:
    described = describe(selector)
    return f"not ({described})" if len(selector.conditions) > 1 else f"not {described}"


def ou_paths(accounts: Iterable[Account]) -> set[str]:
    """Every OU that has an account in it or below it, as access.yaml writes its path."""
    found = (account.ou_path[:depth] for account in accounts for depth in range(len(account.ou_path) + 1))
    return {join_ou_path(names) for names in set(found)}
