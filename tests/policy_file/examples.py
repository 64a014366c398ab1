"""The YAML that people are shown: the policy of this repository, and the blocks of its documentation."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
POLICY = ROOT / "access.yaml"
PAGE = ROOT / "docs" / "policy.md"


def blocks() -> list[str]:
    """The YAML blocks of docs/policy.md, from the first to the last."""
    return re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def shown() -> list[str]:
    """Every example there is."""
    return [POLICY.read_text(encoding="utf-8"), *blocks()]
