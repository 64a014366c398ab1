"""The README says what is so."""

import re
from datetime import date
from pathlib import Path

import pytest

from policy_file import read_policy

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    """Every link to a file of the repository leads to one."""
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_policy_of_the_readme_is_one():
    """The example policy has no mistake."""
    (example,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert read_policy(example.encode(), "README.md", today=date(2026, 1, 1)).problems == ()


def test_every_make_target_that_is_promised_exists():
    """The commands that the documents name are targets of the Makefile."""
    makefile = (ROOT / "Makefile").read_text()
    named = {name for page in PAGES for name in re.findall(r"`make (\w+)", page.read_text())}
    assert named
    assert [name for name in named if f"\n{name}:" not in makefile] == []
