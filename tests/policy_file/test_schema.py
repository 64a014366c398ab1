"""The JSON Schema for editors."""

from copy import deepcopy
from typing import Any

import pytest
from ruamel.yaml import YAML

from policy_file import json_schema, schema_text
from tests.policy_file.examples import ROOT, shown
from tests.policy_file.schema_check import fits

RULE = {"group": "Developers", "permission_set": "ReadOnly", "accounts": "all"}


def test_the_schema_that_is_checked_in_is_current() -> None:
    """access.schema.json is what the models say; `gatehouse policy schema > access.schema.json` makes it so."""
    assert (ROOT / "access.schema.json").read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("text", shown())
def test_the_schema_accepts_every_example(text: str) -> None:
    """An editor finds nothing wrong with what the documentation shows, shorthands included."""
    plain = _with_text_dates(YAML(typ="safe", pure=True).load(text))
    schema = json_schema()
    assert fits(plain, schema, schema)


@pytest.mark.parametrize(
    "change",
    [
        {"accounts": "al"},
        {"accounts": {}},
        {"accounts": []},
        {"accounts": {"id": "1234"}},
        {"accounts": {"id": 111122223333}},
        {"accounts": {"tag": {"restricted": True}}},
        {"groups": ["Operators"]},
        {"number": 1},
        {"source": "access.yaml:1"},
        {"group": 7},
        {"acounts": "all"},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(change: dict[str, Any]) -> None:
    """An editor marks the mistakes of a rule."""
    schema = json_schema()
    assert fits({"access": [RULE]}, schema, schema)
    assert not fits({"access": [deepcopy(RULE) | change]}, schema, schema)


def _with_text_dates(value: Any) -> Any:
    """Dates as the text they are to an editor."""
    if isinstance(value, dict):
        return {key: _with_text_dates(under) for key, under in value.items()}
    if isinstance(value, list):
        return [_with_text_dates(under) for under in value]
    return value if isinstance(value, str | int | float | None) else value.isoformat()
