"""A request checked against botocore's model of the service, in the words AWS uses."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from sandbox.emulator.identity.wire.errors import AwsError


def check_input(shape: Shape | None, payload: dict[str, Any], *, code: str) -> None:
    """Raise `code` naming every member that breaks the model, as AWS lists them all in one message."""
    problems = list(_problems(shape, payload, "")) if shape is not None else []
    if problems:
        plural = "s" if len(problems) > 1 else ""
        raise AwsError(code, f"{len(problems)} validation error{plural} detected: {'; '.join(problems)}")


def _problems(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        yield from _structure_problems(shape, value, path)
    elif isinstance(shape, ListShape) and isinstance(value, list):
        yield from _length_problems(shape, len(value), value, path)
        for position, item in enumerate(value, start=1):
            yield from _problems(shape.member, item, f"{path}.{position}.member")
    elif shape.type_name == "string":
        yield from _string_problems(shape, value, path)
    elif shape.type_name in ("integer", "long") and isinstance(value, int):
        yield from _number_problems(shape, value, path)
    elif isinstance(shape, MapShape) and not isinstance(value, dict):
        yield f"Value at '{path}' failed to satisfy constraint: Member must be a map"


def _structure_problems(shape: StructureShape, value: dict[str, Any], path: str) -> Iterator[str]:
    for name in shape.required_members:
        if value.get(name) is None:
            yield f"Value null at '{_member(path, name)}' failed to satisfy constraint: Member must not be null"
    for name, member in shape.members.items():
        if value.get(name) is not None:
            yield from _problems(member, value[name], _member(path, name))


def _string_problems(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"Value at '{path}' failed to satisfy constraint: Member must be a string"
        return
    yield from _length_problems(shape, len(value), value, path)
    allowed = shape.metadata.get("enum")
    if allowed and value not in allowed:
        yield _broken(value, path, f"Member must satisfy enum value set: [{', '.join(allowed)}]")
    pattern = shape.metadata.get("pattern")
    compiled = _compiled(pattern) if pattern else None
    if compiled is not None and not compiled.fullmatch(value):
        yield _broken(value, path, f"Member must satisfy regular expression pattern: {pattern}")


def _length_problems(shape: Shape, length: int, value: Any, path: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and length < least:
        yield _broken(value, path, f"Member must have length greater than or equal to {least}")
    if most is not None and length > most:
        yield _broken(value, path, f"Member must have length less than or equal to {most}")


def _number_problems(shape: Shape, value: int, path: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and value < least:
        yield _broken(value, path, f"Member must have value greater than or equal to {least}")
    if most is not None and value > most:
        yield _broken(value, path, f"Member must have value less than or equal to {most}")


def _broken(value: Any, path: str, constraint: str) -> str:
    return f"Value '{value}' at '{path}' failed to satisfy constraint: {constraint}"


def _member(path: str, name: str) -> str:
    """The member's path as AWS prints it: lower camel case, dotted."""
    lower = name[0].lower() + name[1:]
    return f"{path}.{lower}" if path else lower


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """None for what Python's `re` cannot read: the models use Unicode classes such as `\\p{L}`, which we let pass."""
    try:
        return re.compile(pattern)
    except re.error:
        return None
