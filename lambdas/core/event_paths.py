"""What stands where in an event: by a path, or anywhere under a key that tells what it is."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from lambdas.core.assignments import Principal, PrincipalType

ACCOUNT_ID = re.compile(r"(?:^|/)([0-9]{12})\Z")
_ID = r"(?:[0-9a-f]{10}-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
DIRECTORY_ARN = re.compile(rf"arn:aws[\w-]*:identitystore:::(?P<kind>user|group)/(?P<id>{_ID})")
DIRECTORY_ID = re.compile(_ID)
# Who did it is not what it was done to.
ACTOR = "userIdentity"


def find_values(event: Any, paths: Iterable[str]) -> frozenset[str]:
    """The texts under the first path that leads to any; '*' in a path is every member or item."""
    for path in paths:
        found = frozenset(value for value in _follow(event, path.split(".")) if isinstance(value, str) and value)
        if found:
            return found
    return frozenset()


def find_account_ids(event: Any, paths: Iterable[str]) -> frozenset[str]:
    """The account ids under the first path that leads to any: 12 digits, or an ARN that ends with them."""
    for path in paths:
        matches = (ACCOUNT_ID.search(value) for value in find_values(event, (path,)))
        ids = frozenset(match[1] for match in matches if match)
        if ids:
            return ids
    return frozenset()


def find_principals(event: Mapping[str, Any], kind: PrincipalType) -> frozenset[Principal]:
    """The users or groups of the directory that an event names, wherever it names them.

    As an ARN in any place; as a bare id under a key that says what it is (groupId, user-id, GroupId); and SCIM's
    records say only `id` of what they are about, which is of `kind`.
    """
    return frozenset(_walk({k: v for k, v in event.items() if k in ("detail", "resources")}, kind))


def _walk(event: Any, about: PrincipalType) -> Iterator[Principal]:
    """Level by level, not by recursion: JSON may be nested deeper than Python calls may be."""
    left: list[tuple[str, Any]] = [("", event)]
    while left:
        key, found = left.pop()
        if isinstance(found, Mapping):
            left += [(str(name), inner) for name, inner in found.items() if name != ACTOR]
        elif isinstance(found, list):
            left += [(key, inner) for inner in found]
        elif isinstance(found, str):
            yield from _read(found, key.lower().replace("-", ""), about)


def _read(text: str, key: str, about: PrincipalType) -> Iterator[Principal]:
    if match := DIRECTORY_ARN.fullmatch(text):
        yield Principal(PrincipalType(match["kind"].upper()), match["id"])
    elif DIRECTORY_ID.fullmatch(text):
        kinds = {"groupid": PrincipalType.GROUP, "userid": PrincipalType.USER, "id": about}
        if key in kinds:
            yield Principal(kinds[key], text)


def _follow(found: Any, path: Sequence[str]) -> Iterator[Any]:
    if not path:
        yield found
        return
    step, rest = path[0], path[1:]
    if step == "*":
        inner = found.values() if isinstance(found, Mapping) else found if isinstance(found, list) else ()
        for item in inner:
            yield from _follow(item, rest)
    elif isinstance(found, Mapping) and step in found:
        yield from _follow(found[step], rest)
