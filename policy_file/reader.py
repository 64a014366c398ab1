"""Bytes of access.yaml to a policy, or to every mistake in them."""

from collections.abc import Iterable, Iterator
from datetime import date

from pydantic import ValidationError

from lambdas.core.policy import AccessRule, Policy, PolicyException
from policy_file.compose import SyntaxProblem
from policy_file.document import Document, open_document
from policy_file.names import name_problems, name_warnings
from policy_file.nodes import descend
from policy_file.overlaps import overlaps, repeated
from policy_file.problems import Mark, Problem, Reading, Severity
from policy_file.shape import shape_problems


def read_policy(text: bytes, file_name: str, *, today: date) -> Reading:
    """The policy, when nothing is wrong; otherwise every mistake at once, in the order of the file.

    `file_name` is only for messages. An exception that ended before `today` (UTC) is a mistake. Never raises for
    what the file says.
    """
    try:
        document = open_document(text)
    except SyntaxProblem as error:
        return Reading(None, (_problem(file_name, error.mark, error.message),))
    policy, wrong = _validate(document, file_name)
    problems = [*document.problems, *wrong, *_semantic_problems(document, today)]
    warnings = _sorted(file_name, name_warnings(document, policy), Severity.WARNING)
    return Reading(policy if not problems else None, _sorted(file_name, problems), warnings)


def _validate(document: Document, file_name: str) -> tuple[Policy | None, list[tuple[Mark, str]]]:
    counted = list(document.counted_keys())
    try:
        return Policy.model_validate(document.plain(file_name)), counted
    except ValidationError as error:
        known = {mark for mark, _ in document.problems}  # a value that YAML readers disagree about needs no second word
        return None, counted + [found for found in shape_problems(document.root, error) if found[0] not in known]


def _semantic_problems(document: Document, today: date) -> Iterator[tuple[Mark, str]]:
    """What is wrong between values; looked for even where other values are wrong."""
    rules = document.items("access", AccessRule)
    exceptions = document.items("exceptions", PolicyException)
    yield from name_problems(document, exceptions, today)
    yield from _at_items(document, "access", overlaps(rules))
    yield from _at_items(document, "exceptions", repeated(exceptions))


def _at_items(document: Document, name: str, found: Iterable[tuple[int, str]]) -> Iterator[tuple[Mark, str]]:
    for index, message in found:
        node = descend(document.root, (name, index))
        yield (node or document.root).mark, message


def _sorted(
    file_name: str, found: Iterable[tuple[Mark, str]], severity: Severity = Severity.ERROR
) -> tuple[Problem, ...]:
    """In the order of the file, each once."""
    return tuple(_problem(file_name, mark, message, severity) for mark, message in sorted(set(found)))


def _problem(file_name: str, mark: Mark, message: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(f"{file_name}:{mark.line}:{mark.column}", message, severity)
