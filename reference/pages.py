"""Which pages there are, and what each is made of."""

from pathlib import Path

from reference import cost, permissions
from reference.example import synthesise

ROOT = Path(__file__).parent.parent


def make_pages() -> dict[str, str]:
    """Path below the root -> Markdown."""
    templates = synthesise()
    return {
        "docs/permissions.md": permissions.make_page(templates["Gatehouse"]),
        "docs/cost.md": cost.make_page(templates),
    }
