"""A policy held against the accounts there are: what it says about nothing."""

from collections.abc import Iterable, Iterator

from lambdas.core.accounts import Account, describe, holds, matches, ou_paths
from lambdas.core.policy import AccessRule, Policy, PolicyException, Selector
from policy_file.problems import Problem, Severity, did_you_mean


def check_against(policy: Policy, accounts: Iterable[Account]) -> tuple[Problem, ...]:
    """A warning for each selector that means no account, and for each OU in it that does not exist.

    An error where a selector would mean the management account and nothing else, and does not name it by its id.
    """
    known = tuple(accounts)
    items: tuple[AccessRule | PolicyException, ...] = (*policy.access, *policy.exceptions)
    return tuple(problem for item in items for problem in _check(item, known))


def _check(item: AccessRule | PolicyException, accounts: tuple[Account, ...]) -> Iterator[Problem]:
    if any(matches(item.accounts, account) is not None for account in accounts):
        return
    management = next((found for found in accounts if found.is_management and _would_mean(item.accounts, found)), None)
    if management is not None:
        message = f'the management account is selected only by its id; write id: "{management.id}"'
        yield Problem(_place(item), message)
        return
    message = f"no account is meant by: {describe(item.accounts)}{_nearest(item.accounts, accounts)}"
    yield Problem(_place(item), message, Severity.WARNING)


def _would_mean(selector: Selector, account: Account) -> bool:
    return any(holds(condition, account) is not None for condition in selector.conditions)


def _nearest(selector: Selector, accounts: tuple[Account, ...]) -> str:
    """The nearest OU, account name for the first OU or name that the organization does not have."""
    paths, names = ou_paths(accounts), {account.name for account in accounts}
    for condition in selector.conditions:
        for path in (*condition.ou, *condition.ou_only):
            if path not in paths:
                return f"; there is no account in an OU '{path}'{did_you_mean(path, paths)}"
        for name in condition.name:
            if name not in names:
                return did_you_mean(name, names)
    return ""


def _place(item: AccessRule | PolicyException) -> str:
    kind = "rule" if isinstance(item, AccessRule) else "exception"
    return item.source or f"{kind} {item.number}"
