"""Rules that another rule already says, so that every line of the file has an effect."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import product

from lambdas.core.policy import AccessRule, Condition, PolicyException, Selector
from lambdas.core.policy.selectors import split_ou_path

COMPARED = 100
"""A rule is held against so many others of its group and permission set; more would make a large file slow to read."""


def overlaps(rules: dict[int, AccessRule]) -> Iterator[tuple[int, str]]:
    """The index of each rule without effect of its own, and why. Of two equal ones it is the later."""
    alike = _by_pair(rules)
    for index, rule in rules.items():
        candidates = alike[rule.groups[0], rule.permission_sets[0]]
        message = _why_idle(index, rules, candidates[:COMPARED])
        if message:
            yield index, message


def _by_pair(rules: dict[int, AccessRule]) -> dict[tuple[str, str], list[int]]:
    """The rules that could cover a rule are among those with its first group and its first permission set."""
    found: dict[tuple[str, str], list[int]] = {}
    for index, rule in rules.items():
        for pair in product(rule.groups, rule.permission_sets):
            found.setdefault(pair, []).append(index)
    return found


def _why_idle(index: int, rules: dict[int, AccessRule], candidates: list[int]) -> str | None:
    for other in candidates:
        if other == index or not _covers(rules[other], rules[index]):
            continue
        if not _covers(rules[index], rules[other]):
            return f"rule {index + 1} has no effect: rule {other + 1} already says it, for more"
        if other < index:
            return f"rule {index + 1} repeats rule {other + 1}; remove one of them"
    return None


def repeated(exceptions: dict[int, PolicyException]) -> Iterator[tuple[int, str]]:
    """The index of each exception that gives the same user the same access as an earlier one, and why."""
    first: dict[tuple[str, str, str], int] = {}
    for index, exception in exceptions.items():
        key = (exception.user.casefold(), exception.permission_set, exception.accounts.model_dump_json(by_alias=True))
        if first.setdefault(key, index) != index:
            yield index, f"exception {index + 1} repeats exception {first[key] + 1}; keep the one that ends later"


def _covers(wide: AccessRule, narrow: AccessRule) -> bool:
    return (
        set(narrow.groups) <= set(wide.groups)
        and set(narrow.permission_sets) <= set(wide.permission_sets)
        and covers(wide.accounts, narrow.accounts)
    )


def covers(wide: Selector, narrow: Selector) -> bool:
    """Whether `wide` surely means every account that `narrow` means, in any organization. False when in doubt."""
    return all(any(_condition_covers(one, other) for one in wide.conditions) for other in narrow.conditions)


def _condition_covers(wide: Condition, narrow: Condition) -> bool:
    if narrow.id and not wide.id:
        return False  # the narrow one may name the management account, which the wide one cannot reach
    return (
        (not wide.id or (bool(narrow.id) and set(narrow.id) <= set(wide.id)))
        and _ous_cover(wide, narrow)
        and (not wide.ou_only or (bool(narrow.ou_only) and set(narrow.ou_only) <= set(wide.ou_only)))
        and all(key in narrow.tag and set(narrow.tag[key]) <= set(values) for key, values in wide.tag.items())
        and (not wide.name or (bool(narrow.name) and all(_glob_covers(wide.name, name) for name in narrow.name)))
        and (wide.exclude is None or (narrow.exclude is not None and covers(narrow.exclude, wide.exclude)))
    )


def _ous_cover(wide: Condition, narrow: Condition) -> bool:
    paths = narrow.ou or narrow.ou_only
    return not wide.ou or (bool(paths) and all(any(_is_within(path, outer) for outer in wide.ou) for path in paths))


def _is_within(path: str, outer: str) -> bool:
    names = split_ou_path(outer)
    return split_ou_path(path)[: len(names)] == names


def _glob_covers(wide: tuple[str, ...], name: str) -> bool:
    is_glob = any(letter in name for letter in "*?[")
    return name in wide or (not is_glob and any(fnmatchcase(name, glob) for glob in wide))
