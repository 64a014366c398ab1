"""The bytes of a file, decoded and composed; and the items of it that are right by themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from policy_file.compose import SyntaxProblem, compose, mark_at
from policy_file.nodes import Mapping, Node, Sequence, child
from policy_file.problems import Mark, unknown
from policy_file.shape import COUNTED, keys_at

MAX_BYTES = 256 * 1024
"""About 2,000 rules; a file of this size is read in a second, a larger one is refused at once."""

Item = TypeVar("Item", bound=BaseModel)
LISTS = ("access", "exceptions")


@dataclass(frozen=True, slots=True)
class Document:
    """A policy file as a tree. `problems` did not stop the reading."""

    root: Mapping
    problems: tuple[tuple[Mark, str], ...] = ()

    def plain(self, file_name: str) -> dict[str, Any]:
        """The values for `Policy`; each rule and exception knows its source, "access.yaml:14"."""
        plain = self.root.plain()
        for name, node in self._lists():
            for item, written in zip(plain[name], node.items, strict=True):
                if isinstance(item, dict):
                    for key in COUNTED:
                        item.pop(key, None)
                    item["source"] = f"{file_name}:{written.mark.line}"
        return plain

    def counted_keys(self) -> Iterator[tuple[Mark, str]]:
        """`number` and `source` are counted, so nobody may write them."""
        for name, node in self._lists():
            for item in node.items:
                yield from _counted_in(item, keys_at((name, 0)))

    def items(self, name: str, model: type[Item]) -> dict[int, Item]:
        """The rules or exceptions that are right by themselves, by their index."""
        listed = child(self.root, name)
        nodes = listed.items if isinstance(listed, Sequence) else []
        found = {index: _validated(model, node) for index, node in enumerate(nodes)}
        return {index: item for index, item in found.items() if item is not None}

    def _lists(self) -> Iterator[tuple[str, Sequence]]:
        for name in LISTS:
            node = child(self.root, name)
            if isinstance(node, Sequence):
                yield name, node


def _counted_in(item: Node, known: list[str]) -> Iterator[tuple[Mark, str]]:
    if isinstance(item, Mapping):
        for key in sorted(COUNTED & item.keys.keys()):
            yield item.keys[key], unknown("key", key, known)


def open_document(text: bytes) -> Document:
    """SyntaxProblem when the bytes are too many, are not UTF-8 or are not one YAML mapping."""
    if len(text) > MAX_BYTES:
        raise SyntaxProblem(Mark(), f"the file has {len(text):,} bytes; expected at most {MAX_BYTES:,}")
    composed = compose(_decode(text))
    root = composed.root
    if root is None:
        raise SyntaxProblem(Mark(), "the file is empty; expected a mapping with permission_sets, access and so on")
    if not isinstance(root, Mapping):
        raise SyntaxProblem(root.mark, "expected a mapping with permission_sets, access and so on")
    return Document(root, tuple(composed.problems))


def _decode(text: bytes) -> str:
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        mark = mark_at(text[: error.start].decode("utf-8"), error.start)
        message = f"expected UTF-8, found the byte 0x{text[error.start]:02x}; save the file as UTF-8"
        raise SyntaxProblem(mark, message) from error


def _validated(model: type[Item], node: Node) -> Item | None:
    try:
        return model.model_validate(node.plain())
    except ValidationError:
        return None  # the reading of the whole file reports it, with every other mistake
