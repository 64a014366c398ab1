"""The policies these tests run with, as files in the current folder."""

from pathlib import Path

from tests.cli.organizations import POLICY


def write_policy(*rules: str, base: str = POLICY, more: str = "") -> Path:
    """access.yaml: `base`, further rules, and whatever sections stand in `more`."""
    file = Path("access.yaml")
    file.write_text(base + "".join(f"  - {rule}\n" for rule in rules) + more)
    return file


def rule(team: str, accounts: str) -> str:
    """A rule that gives a team ReadOnly."""
    return f'{{group: "{team}", permission_set: ReadOnly, accounts: {accounts}}}'
