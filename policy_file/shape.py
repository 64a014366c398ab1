"""What pydantic says against a policy, in the words of the file and at its lines."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from lambdas.core.policy import Policy
from lambdas.core.policy.access import SHORTHANDS, Sourced
from policy_file.nodes import Location, Mapping, Node, Scalar, Sequence, Step, child
from policy_file.problems import Mark, did_you_mean, unknown

COUNTED = frozenset(Sourced.model_fields)
"""Set by the reader, so unknown to the file."""

_SINGULAR = {many: one for one, many in SHORTHANDS.items()}
_EXPECTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "greater_than_equal": "0 or more",
    "less_than_equal": "at most the whole: 1, or 100%",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "tuple_type": "a list",
    "string_too_short": "text that is not empty",
}


def shape_problems(root: Node, error: ValidationError) -> Iterator[tuple[Mark, str]]:
    """Every mistake that the models found, each with its place."""
    for detail in error.errors(include_url=False):
        mark, node = locate(root, detail["loc"])
        yield mark, _message(detail, node)


def locate(root: Node, location: Location) -> tuple[Mark, Node]:
    """The place of a value, or of the innermost thing around it that stands in the file.

    The models know steps that the file does not: the one condition of a selector is number 0 of a list, `group` is
    `groups`, and "[key]" is the key itself. An unknown key's place is the key.
    """
    node, mark = root, root.mark
    for step in location:
        found = _step(node, step)
        if found is not None:
            mark = found.mark
            node = found
        elif step == "[key]":
            mark = _key_mark(root, location) or mark
    return mark, node


def _step(node: Node, step: Step) -> Node | None:
    singular = _SINGULAR.get(str(step))
    return child(node, step) or (child(node, singular) if singular else None)


def _key_mark(root: Node, location: Location) -> Mark | None:
    """Where the key at the end of a location stands."""
    steps = [step for step in location if step != "[key]"]
    _, parent = locate(root, tuple(steps[:-1]))
    return parent.keys.get(str(steps[-1])) if isinstance(parent, Mapping) else None


def _message(detail: ErrorDetails, node: Node) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return unknown("key", str(detail["loc"][-1]), keys_at(detail["loc"][:-1]))
    if kind == "missing":
        return _missing(str(detail["loc"][-1]))
    if kind == "value_error":
        return str(context["error"])
    if kind == "enum":
        return _wrong_choice(str(context["expected"]), node)
    if kind in _EXPECTED:
        return f"expected {_EXPECTED[kind]}, found {_found(node)}{_advice(kind, node)}"
    return f"{_lowered(detail['msg'])}, found {_found(node)}"


def _missing(key: str) -> str:
    plural = f" (or '{key}', a list)" if key in _SINGULAR else ""
    return f"missing key '{_SINGULAR.get(key, key)}'{plural}"


def _wrong_choice(expected: str, node: Node) -> str:
    choices = [part.strip(" '") for part in expected.replace(" or ", ",").split(",")]
    nearest = did_you_mean(node.text, choices) if isinstance(node, Scalar) else ""
    return f"expected {' or '.join(choices)}, found {_found(node)}{nearest}"


def _advice(kind: str, node: Node) -> str:
    unquoted = isinstance(node, Scalar) and not node.quoted and node.plain() is not None
    return f'; put it in quotes: "{node.text}"' if kind == "string_type" and unquoted else ""  # type: ignore[union-attr]


def _found(node: Node) -> str:
    if isinstance(node, Sequence):
        return "a list" if node.items else "an empty list"
    if isinstance(node, Mapping):
        return "a mapping" if node.entries else "an empty mapping"
    value = node.plain()
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return node.text
    return f"the text '{node.text}'" if isinstance(value, str) else f"the number {node.text}"


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:]


def keys_at(location: Location) -> list[str]:
    """The keys that the mapping at this place may have, shorthands included; none where any key may stand."""
    model = _model_at(location)
    if model is None:
        return []
    keys = [field.alias or name for name, field in model.model_fields.items() if name not in COUNTED]
    return keys + [_SINGULAR[key] for key in keys if key in _SINGULAR and issubclass(model, Sourced)]


def _model_at(location: Location) -> type[BaseModel] | None:
    """The model that reads the mapping at this place."""
    annotation: Any = Policy
    for step in location:
        annotation = _under(annotation, step)
    return _innermost(annotation)


def _under(annotation: Any, step: Step) -> Any:
    """What reads the value under one step: a dict's value type, a model's field; an index stays with its list."""
    if get_origin(annotation) is dict:
        return get_args(annotation)[1]
    model = _innermost(annotation)
    fields = {field.alias or name: field for name, field in model.model_fields.items()} if model else {}
    return fields[step].annotation if isinstance(step, str) and step in fields else annotation


def _innermost(annotation: Any) -> type[BaseModel] | None:
    """The model inside tuple[Model, ...], dict[str, Model], Model | None or a root model of one of these."""
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        return _innermost(annotation.model_fields["root"].annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for found in map(_innermost, get_args(annotation)) if found), None)
