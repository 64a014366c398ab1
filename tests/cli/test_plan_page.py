"""docs/plan.md shows what the commands write."""

import json
import re
from pathlib import Path
from typing import Any

from tests.cli.cloud import Cloud
from tests.cli.conftest import Run
from tests.cli.files import rule, write_policy
from tests.cli.organizations import POLICY

PAGE = (Path(__file__).parents[2] / "docs" / "plan.md").read_text()


def shown() -> dict[str, Any]:
    (block,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return json.loads(block)


def shape(value: Any) -> Any:
    """Names of members and types of values; of a list, the shape of its items."""
    if isinstance(value, dict):
        return {key: shape(under) for key, under in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def members(value: Any) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(members, value))
    return set(value).union(*map(members, value.values())) if isinstance(value, dict) else set()


def test_the_document_is_the_one_that_is_written(run: Run, grown: Cloud, team: str):
    """Member by member, a plan with everything in it has the shape of the one on the page."""
    base = POLICY.replace("accounts: {ou: Work/Prod}", "accounts: {ou: Work/Prd}")
    write_policy(rule(team, "{name: dev-000}"), rule("Auditors", "all"), base=base)
    document = run("plan", "--stateless", "--json").document
    assert shape(document) == shape(shown())


def test_every_member_is_explained():
    """The table of the page names every member of the document."""
    table = PAGE[PAGE.index("| member |") :]
    named = set(re.findall(r"`(\w+)`", table))
    inner = {"id", "name", "arn", "grant", "revoke"}
    assert members(shown()) - inner <= named


def test_the_record_is_what_the_page_says(run: Run, team: str):
    """A line of the record is a change, with when, for which plan, and what became of it."""
    write_policy(rule(team, "{name: dev-000}"))
    record = run("apply", "--stateless", "--yes", "--json").document["record"]
    (line,) = map(json.loads, Path(record).read_text().splitlines())
    assert line.keys() == shown()["changes"][0].keys() | {"at", "fingerprint", "result", "detail"}
