"""docs/workers.md shows what works."""

import json
import re
from pathlib import Path

import pytest

from lambdas.core.hr import PROVIDERS, SOURCES
from lambdas.core.hr.bamboohr import END, FIELDS
from lambdas.core.hr.connections import NATIVE, parse_connection
from lambdas.core.hr.mapping import EmployeeMapping
from lambdas.core.webhooks import Scheme
from lambdas.core.workers import EVENT_TYPES, parse_worker_event

PAGE = (Path(__file__).parents[2] / "docs" / "workers.md").read_text(encoding="utf-8")
SHOWN = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


@pytest.mark.parametrize("shown", SHOWN, ids=", ".join)
def test_what_is_shown_is_taken(shown):
    """Every example is an event, a mapping, or connections without a mistake."""
    if "type" in shown:
        assert parse_worker_event("m", shown).type in EVENT_TYPES
    elif "mapping" in shown:
        EmployeeMapping.model_validate(shown["mapping"])
    else:
        named = {NATIVE if name in ("current", "previous") else name for name in shown}
        assert named <= set(SOURCES)
        assert all(parse_connection(json.dumps(shown), source) for source in named)


def test_every_source_is_there():
    """Each HR system has its way in on the page, and a section of its own."""
    for source in set(SOURCES) - {NATIVE}:
        assert f"`WebhookUrl/{source}`" in PAGE
    headings = {line.removeprefix("## ").lower() for line in PAGE.splitlines() if line.startswith("## ")}
    assert set(SOURCES) - {NATIVE, "generic"} <= headings


def test_every_field_of_bamboohr_is_named():
    """Whoever makes the key reads which fields it needs."""
    assert [field for field in (*FIELDS, END) if f"`{field}`" not in PAGE] == []


def test_the_types_of_events_are_named():
    """The native format's types are all there."""
    assert [kind for kind in EVENT_TYPES if f"`{kind}`" not in PAGE] == []


def test_who_signs_a_time():
    """The page says of exactly those that sign no time that they do not."""
    untimed = {name for name, each in PROVIDERS.items() if isinstance(each.proof, Scheme) and not each.proof.timestamp}
    [said] = re.findall(r"Where none is \(([^)]*)\)", PAGE)
    assert {name.lower() for name in said.split(", ")} == untimed
