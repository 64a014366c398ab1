"""The page about break glass says what the table says."""

import re
from pathlib import Path

import pytest

from lambdas.core.break_glass.table import KINDS

PAGE = Path(__file__).parents[3] / "docs" / "break-glass.md"
ROWS = {
    row[0]: row
    for row in re.findall(r"^\| `(\w+)`( ¹)? \| .* \| ([\w\s-]+?)(?: ²)? \| (yes|no) \|$", PAGE.read_text(), re.M)
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_rule_is_told(kind):
    """Each row of the table is one of the page, with its Region, its accounts, and what it takes."""
    _, read_only, regions, members = ROWS[kind.name]
    assert (bool(read_only), regions, members == "yes") == (kind.read_only, str(kind.regions), kind.members)


def test_no_rule_is_promised_that_is_none():
    """The page names no rule that the table does not make."""
    assert set(ROWS) == {kind.name for kind in KINDS}
