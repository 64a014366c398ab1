"""tests/policies/ holds one broken policy a file; its first lines say what must be reported, and where."""

from datetime import date
from pathlib import Path

import pytest

from policy_file import read_policy

FILES = sorted((Path(__file__).parents[1] / "policies").glob("*.yaml"))
TODAY = date(2030, 1, 15)


def test_there_is_a_file_for_every_kind_of_mistake() -> None:
    """At least 25 broken policies are looked at."""
    assert len(FILES) >= 25


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_mistake_is_reported_at_its_line_and_column(file: Path) -> None:
    """All the mistakes of a file are reported at once, with these words at these places, and no others."""
    text = file.read_text(encoding="utf-8")
    expected = [line.removeprefix("# expect ") for line in text.splitlines() if line.startswith("# expect ")]
    reading = read_policy(text.encode(), "access.yaml", today=TODAY)
    found = [str(problem) for problem in (*reading.problems, *reading.warnings)]
    assert found == [f"access.yaml:{line}" for line in expected]
    assert (reading.policy is None) == bool(reading.problems)
