"""A policy as access.yaml: what a person would have written, so that a person can go on from there."""

import json
import re
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from lambdas.core.policy import Policy
from lambdas.core.policy.access import SHORTHANDS, Sourced
from policy_file.compose import AMBIGUOUS

# Text that every YAML reader takes for text; all else is put in quotes.
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./@+-]*(?: [A-Za-z0-9_./@+-]+)*")
WORDS = AMBIGUOUS | {"true", "false", "null", "y", "n"}
UNITS = (("h", timedelta(hours=1)), ("m", timedelta(minutes=1)), ("s", timedelta(seconds=1)))
WIDTH, LINE = 160, 150
"""Where lines are broken; and what fits on one, counted as JSON, which has more quotes."""
_COUNTED = frozenset(Sourced.model_fields)
_SINGULAR = {many: one for one, many in SHORTHANDS.items()}


def write_policy(policy: Policy, comment: str = "") -> str:
    """The text of the file, without what has its default. Read again, it is the same policy.

    `comment` stands at its top, line by line.
    """
    written = policy.model_dump(by_alias=True, exclude_defaults=True)
    sections = CommentedMap((name, _section(name, value)) for name, value in written.items())
    yaml = YAML()
    yaml.representer.ignore_aliases = lambda _value: True  # a value that stands twice is written twice
    yaml.width = WIDTH
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.dump(sections, out)
    head = "".join(f"# {line}".rstrip() + "\n" for line in comment.splitlines())
    return head + out.getvalue()


def _section(name: str, value: Any) -> Any:
    """Rules and exceptions are a line each, where a line holds them; other sections are blocks."""
    if name in ("access", "exceptions"):
        return CommentedSeq(_line_or_lines(_item(item)) for item in value)
    return _block(value)


def _line_or_lines(item: dict[str, Any]) -> Any:
    if len(json.dumps(item, default=str, ensure_ascii=False)) <= LINE:
        return _flow(item)
    return CommentedMap((key, _flow(value)) for key, value in item.items())


def _item(item: dict[str, Any]) -> dict[str, Any]:
    """As people write a rule: a list of one is its value, and the place of the rule is counted."""
    kept = {key: value for key, value in item.items() if key not in _COUNTED}
    return dict(_shortened(key, value) for key, value in kept.items())


def _shortened(key: str, value: Any) -> tuple[str, Any]:
    if key in _SINGULAR and len(value) == 1:
        return _SINGULAR[key], value[0]
    return key, _selector(value) if key == "accounts" else value


def _selector(conditions: Any) -> Any:
    """A selector of one condition is that condition; one value of a key stands alone."""
    if conditions == "all" or not isinstance(conditions, list | tuple):
        return conditions
    found = [_condition(condition) for condition in conditions]
    return found[0] if len(found) == 1 else found


def _condition(condition: Any) -> Any:
    if not isinstance(condition, dict):
        return condition
    return {key: _selector(value) if key == "not" else _one_or_many(value) for key, value in condition.items()}


def _one_or_many(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _one_or_many(values) for key, values in value.items()}
    return value[0] if isinstance(value, list | tuple) and len(value) == 1 else value


def _block(value: Any) -> Any:
    """A mapping, key by key on lines of their own; what hangs on a key as a list stays on its line."""
    if isinstance(value, dict):
        return CommentedMap((_text(key), _block(under)) for key, under in value.items())
    return _flow(value)


def _flow(value: Any) -> Any:
    """The value on one line."""
    if isinstance(value, dict):
        mapping = CommentedMap((_text(key), _flow(under)) for key, under in value.items())
        mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list | tuple):
        sequence = CommentedSeq(_flow(item) for item in value)
        sequence.fa.set_flow_style()
        return sequence
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, datetime):
        return _text(value.isoformat())
    return _text(value) if isinstance(value, str) else value


def _text(text: str) -> str:
    is_plain = PLAIN.fullmatch(text) is not None and text.lower() not in WORDS
    return str(text) if is_plain else DoubleQuotedScalarString(text)


def _duration(duration: timedelta) -> str:
    """'8h', '1h30m'."""
    parts, rest = "", duration
    for unit, size in UNITS:
        count, rest = divmod(rest, size)
        parts += f"{count}{unit}" if count else ""
    return parts or "0s"
