"""Globs of the policy as EventBridge wildcards.

A wildcard knows only '*': what else a glob can say ('?', '[ab]') becomes '*', and the reader looks closer. Two '*' in a
row are refused by EventBridge.
"""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

_SPECIAL = re.compile(r"\[!?\]?[^\]]*\]|[*?]")


def fits(name: str, globs: Iterable[str]) -> bool:
    """Whether the name fits one of the globs, in the case AWS keeps it in."""
    return any(fnmatchcase(name, glob) for glob in globs)


def make_wildcard(glob: str, before: str = "", after: str = "") -> dict[str, str]:
    """The operator that lets through whatever fits the glob between `before` and `after`, which are wildcards."""
    loose = "*".join(_literal(part) for part in _SPECIAL.split(glob))
    return {"wildcard": re.sub(r"\*{2,}", "*", f"{before}{loose}{after}")}


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\")
