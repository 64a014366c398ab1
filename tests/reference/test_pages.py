"""The computed pages: what stands in docs/ is what the command writes."""

import pytest

from reference.pages import ROOT, make_pages


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return make_pages()


@pytest.mark.parametrize("path", ["docs/permissions.md", "docs/cost.md"])
def test_current(pages: dict[str, str], path: str) -> None:
    """Whoever changes a permission, an alarm or a price runs `make docs`, and the change can be read in the page."""
    assert (ROOT / path).read_text(encoding="utf-8") == pages[path], "run: make docs"
