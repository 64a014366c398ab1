"""A YAML file as a tree in which every key and value knows its place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from policy_file.problems import Mark

Step = str | int
Location = tuple[Step, ...]

_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?|0x[0-9a-fA-F]+|0o[0-7]+")


@dataclass(slots=True)
class Scalar:
    """One value. `text` is what stands in the file; `quoted` says that it is text whatever it looks like."""

    mark: Mark
    text: str
    quoted: bool = False

    def plain(self) -> Any:
        """The value, by YAML 1.2's core schema; a date stays text, so that the model that wants one reads it."""
        if self.quoted:
            return self.text
        if self.text.lower() in _WORDS:
            return _WORDS[self.text.lower()]
        if _INTEGER.fullmatch(self.text):
            return int(self.text)
        if _NUMBER.fullmatch(self.text):
            return float(int(self.text, 0)) if self.text[:2] in ("0x", "0o") else float(self.text)
        return self.text


@dataclass(slots=True)
class Sequence:
    """A list."""

    mark: Mark
    items: list["Node"] = field(default_factory=list)

    def plain(self) -> list[Any]:
        """The values."""
        return [item.plain() for item in self.items]


@dataclass(slots=True)
class Mapping:
    """Keys and values; a key is its text."""

    mark: Mark
    entries: dict[str, "Node"] = field(default_factory=dict)
    keys: dict[str, Mark] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """The values by their keys."""
        return {key: value.plain() for key, value in self.entries.items()}


Node = Scalar | Sequence | Mapping


def child(node: Node, step: Step) -> Node | None:
    """What stands under a key or at an index; None when nothing does."""
    if isinstance(node, Mapping) and isinstance(step, str):
        return node.entries.get(step)
    if isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None


def descend(node: Node, location: Iterable[Step]) -> Node | None:
    """What stands at exactly this place; None when nothing does."""
    found: Node | None = node
    for step in location:
        found = child(found, step) if found is not None else None
    return found


def texts(node: Node | None) -> list[Scalar]:
    """The text values of a scalar or of a list of scalars; nothing of anything else."""
    nodes = node.items if isinstance(node, Sequence) else [node]
    return [found for found in nodes if isinstance(found, Scalar) and isinstance(found.plain(), str)]
