"""Text to a tree of nodes, with ruamel.yaml's parser; refuses what would make a policy hard to trust.

Built from the parser's events, one after the other: nothing is expanded, nothing recurses, so no file is slow or deep
enough to harm. Anchors and tags are refused: whoever reads a line aloud must know what it says, without looking
elsewhere.
"""

from collections.abc import Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLStreamError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from policy_file.nodes import Mapping, Node, Scalar, Sequence
from policy_file.problems import Mark

MAX_DEPTH = 20
AMBIGUOUS = frozenset({"yes", "no", "on", "off"})
"""Text in YAML 1.2, true or false in YAML 1.1: two readers of one file would not agree."""

_TAB = "tabs cannot indent YAML; use spaces"
_ANCHOR = "anchors and aliases (& and *) are not read, so that each line says all of it; write the value out"


class SyntaxProblem(Exception):  # noqa: N818 - a problem of the file, raised where nothing more can be read
    """The rest of the file cannot be read."""

    def __init__(self, mark: Mark, message: str) -> None:
        super().__init__(message)
        self.mark = mark
        self.message = message


class Composer:
    """Takes the events of one document; `root` is the tree, `problems` the mistakes that did not stop it."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.problems: list[tuple[Mark, str]] = []
        self._open: list[Mapping | Sequence] = []
        self._keys: list[Scalar | None] = []

    def take(self, event: Event) -> None:
        """One event; SyntaxProblem when the rest makes no sense."""
        if isinstance(event, DocumentStartEvent) and self.root is not None:
            raise SyntaxProblem(_mark(event), "expected one YAML document, found a second one")
        if isinstance(event, NodeEvent):
            self._refuse_indirection(event)
        if isinstance(event, ScalarEvent):
            self._attach(Scalar(_mark(event), _joined(event), quoted=bool(event.style)))
        elif isinstance(event, MappingStartEvent):
            self._enter(Mapping(_mark(event)))
        elif isinstance(event, SequenceStartEvent):
            self._enter(Sequence(_mark(event)))
        elif isinstance(event, CollectionEndEvent):
            self._open.pop()
            self._keys.pop()

    def _refuse_indirection(self, event: NodeEvent) -> None:
        if event.anchor or isinstance(event, AliasEvent):
            raise SyntaxProblem(_mark(event), _ANCHOR)
        tag = getattr(event, "tag", None)
        if tag:
            raise SyntaxProblem(_mark(event), f"YAML tags are not read; remove {tag}")

    def _enter(self, node: Mapping | Sequence) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise SyntaxProblem(node.mark, f"nested more than {MAX_DEPTH} levels deep")
        self._attach(node)
        self._open.append(node)
        self._keys.append(None)

    def _attach(self, node: Node) -> None:
        parent = self._open[-1] if self._open else None
        if parent is None:
            self.root = node
        elif isinstance(parent, Sequence):
            self._check_value(node)
            parent.items.append(node)
        elif self._keys[-1] is None:
            self._keys[-1] = self._checked_key(node)
        else:
            self._check_value(node)
            self._add(parent, self._keys[-1], node)
            self._keys[-1] = None

    def _checked_key(self, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            raise SyntaxProblem(node.mark, "expected a name as key, found a list or a mapping")
        return node

    def _add(self, parent: Mapping, key: Scalar, value: Node) -> None:
        if key.text in parent.entries:
            first = parent.keys[key.text].line
            self.problems.append((key.mark, f"duplicate key '{key.text}'; it already stands in line {first}"))
            return
        if isinstance(value, Scalar) and not value.text and not value.quoted:
            value.mark = key.mark  # YAML puts a forgotten value on the next line
        parent.entries[key.text] = value
        parent.keys[key.text] = key.mark

    def _check_value(self, node: Node) -> None:
        if isinstance(node, Scalar) and not node.quoted and node.text.lower() in AMBIGUOUS:
            message = f"{node.text} is true or false to some YAML readers and text to others"
            self.problems.append((node.mark, f"{message}; write true or false, or quote it: '{node.text}'"))


def compose(text: str) -> Composer:
    """The whole text; SyntaxProblem at the first place that is not YAML or not allowed."""
    composer = Composer()
    try:
        for event in _events(text):
            composer.take(event)
    except MarkedYAMLError as error:
        raise _as_problem(error) from error
    except ReaderError as error:
        raise SyntaxProblem(mark_at(text, error.position), "a control character; expected printable text") from error
    except YAMLStreamError as error:
        raise SyntaxProblem(Mark(), f"this is not YAML: {error}") from error
    return composer


def mark_at(text: str, position: int) -> Mark:
    """Line and column of a character."""
    before = text[:position]
    return Mark(before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1)


def _events(text: str) -> Iterator[Event]:
    yield from YAML(typ="safe", pure=True).parse(text)


def _mark(event: Event) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


def _joined(event: ScalarEvent) -> str:
    r"""The text, with the halves of a character that JSON escapes as two (\ud83d\ude00) put together."""
    text: str = event.value
    if text.isprintable():
        return text
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError as error:
        raise SyntaxProblem(_mark(event), "half of a character; expected both \\u escapes of it") from error


def _as_problem(error: MarkedYAMLError) -> SyntaxProblem:
    found = error.problem_mark or error.context_mark
    mark = Mark(found.line + 1, found.column + 1) if found else Mark()
    problem = error.problem or "unreadable"
    if "\\t" in problem:
        return SyntaxProblem(mark, _TAB)
    began = f" that begins in line {error.context_mark.line + 1}" if error.context and error.context_mark else ""
    context = f"{error.context}{began}, " if error.context else ""
    return SyntaxProblem(mark, f"this is not YAML: {context}{problem}")
