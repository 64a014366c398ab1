"""Whether the names in a policy mean something, and whether its parts agree with each other."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from fnmatch import fnmatchcase

from lambdas.core.policy import Directory, Policy, PolicyException
from policy_file.document import Document
from policy_file.nodes import Location, Mapping, Scalar, Sequence, descend, texts
from policy_file.problems import Mark, did_you_mean, unknown

Found = Iterator[tuple[Mark, str]]
NAMING = (("access", "permission_set"), ("access", "permission_sets"), ("exceptions", "permission_set"))


def name_problems(document: Document, exceptions: dict[int, PolicyException], today: date) -> Found:
    """Names without meaning, parts that contradict each other, exceptions that are over."""
    yield from _unknown_permission_sets(document)
    yield from _fed_break_glass(document)
    yield from _deleted_in_external_directory(document)
    yield from _ended_exceptions(document, exceptions, today)


def name_warnings(document: Document, policy: Policy | None) -> Found:
    """Names that may well be wrong: a break-glass permission set this file does not have; a quarantine too short."""
    known = _keys(document, ("permission_sets",))
    for node in texts(descend(document.root, ("break_glass", "permission_sets"))):
        if not _is_pattern_or_id(node.text) and node.text not in known:
            message = f"no permission set '{node.text}' in this file, so only one made elsewhere would be protected"
            yield node.mark, message + did_you_mean(node.text, known)
    if policy is not None:
        yield from _short_quarantine(document, policy)


def _unknown_permission_sets(document: Document) -> Found:
    known = _keys(document, ("permission_sets",))
    for section, key in NAMING:
        listed = descend(document.root, (section,))
        for item in listed.items if isinstance(listed, Sequence) else []:
            for node in texts(descend(item, (key,))):
                if node.text and node.text not in known:
                    yield node.mark, unknown("permission set", node.text, known)


def _fed_break_glass(document: Document) -> Found:
    """A group for emergencies must not fill by what HR says."""
    globs = [node.text for node in texts(descend(document.root, ("break_glass", "groups")))]
    for group, mark in _keys(document, ("workers", "groups")).items():
        if any(fnmatchcase(group, glob) for glob in globs):
            yield mark, f"'{group}' is a break-glass group; HR must not fill it, so it cannot stand in workers.groups"


def _deleted_in_external_directory(document: Document) -> Found:
    directory = descend(document.root, ("workers", "directory"))
    delete = descend(document.root, ("workers", "leaver", "delete_user"))
    external = isinstance(directory, Scalar) and directory.text == Directory.EXTERNAL
    if external and isinstance(delete, Scalar) and delete.plain() is True:
        yield delete.mark, "users of an external directory are deleted there; expected delete_user: false"


def _ended_exceptions(document: Document, exceptions: dict[int, PolicyException], today: date) -> Found:
    start = datetime.combine(today, time(), tzinfo=UTC)
    for index, exception in exceptions.items():
        node = descend(document.root, ("exceptions", index, "until"))
        if node is not None and exception.ends_at() <= start:
            yield node.mark, f"this exception ended; expected a day from {today.isoformat()} on, or remove it"


def _short_quarantine(document: Document, policy: Policy) -> Found:
    quarantine = policy.workers.leaver.quarantine
    for name, permission_set in policy.permission_sets.items():
        if permission_set.session > quarantine:
            node = descend(document.root, ("workers", "leaver", "quarantine"))
            mark = node.mark if node is not None else document.root.mark
            yield mark, f"a session of '{name}' lasts longer than the quarantine, so a leaver's could outlive it"
            return


def _keys(document: Document, location: Location) -> dict[str, Mark]:
    node = descend(document.root, location)
    return node.keys if isinstance(node, Mapping) else {}


def _is_pattern_or_id(name: str) -> bool:
    return any(letter in name for letter in "*?[") or name.startswith(("ps-", "ssoins-", "arn:"))
