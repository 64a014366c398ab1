"""Requests of the query protocol, read back by botocore's model: `Tags.member.1.Key=a` -> {"Tags": [{"Key": "a"}]}."""

from collections.abc import Mapping
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

Form = Mapping[str, str]


def parse_form(shape: Shape | None, form: Form) -> dict[str, Any]:
    """The members of a request, in the model's names and kinds."""
    return _structure(shape, form, "") if isinstance(shape, StructureShape) else {}


def _structure(shape: StructureShape, form: Form, prefix: str) -> dict[str, Any]:
    paths = {name: f"{prefix}{member.serialization.get('name', name)}" for name, member in shape.members.items()}
    return {name: _value(shape.members[name], form, path) for name, path in paths.items() if _has(form, path)}


def _value(shape: Shape, form: Form, path: str) -> Any:
    if isinstance(shape, StructureShape):
        return _structure(shape, form, f"{path}.")
    if isinstance(shape, ListShape):
        return [_value(shape.member, form, item) for item in _items(shape, form, path, "member")]
    if isinstance(shape, MapShape):
        names = shape.key.serialization.get("name", "key"), shape.value.serialization.get("name", "value")
        entries = _items(shape, form, path, "entry")
        return {form[f"{entry}.{names[0]}"]: form.get(f"{entry}.{names[1]}", "") for entry in entries}
    return _scalar(shape, form.get(path, ""))


def _items(shape: ListShape | MapShape, form: Form, path: str, kind: str) -> list[str]:
    """The paths of a list's or map's items, which are numbered from one without a gap."""
    name = shape.member.serialization.get("name", kind) if isinstance(shape, ListShape) else kind
    start = path if shape.serialization.get("flattened") else f"{path}.{name}"
    found: list[str] = []
    while _has(form, f"{start}.{len(found) + 1}"):
        found.append(f"{start}.{len(found) + 1}")
    return found


def _scalar(shape: Shape, text: str) -> Any:
    if shape.type_name == "boolean":
        return text.lower() == "true"
    return int(text) if shape.type_name in ("integer", "long") else text


def _has(form: Form, path: str) -> bool:
    return path in form or any(key.startswith(f"{path}.") for key in form)
