"""gatehouse report, on an organization of 200 accounts."""

import csv
import json
import stat
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.files import write_policy

EXPIRED = """\
exceptions:
  - user: ana@example.com
    permission_set: ReadOnly
    accounts: {name: shared-000}
    until: 2026-01-01
    owner: ben@example.com
    reason: INC-1
"""


def test_the_three_files(run: Run):
    """They say the same: who has what, through what, and which rule gives it."""
    write_policy()
    ended = run("report", "--json")
    assert ended.status == 0
    folder = Path("access-review")
    names = sorted(file.name for file in folder.iterdir())
    assert names == ["access-review.csv", "access-review.html", "access-review.json"]
    document = json.loads((folder / "access-review.json").read_text())
    assert document["counts"] == ended.document["counts"]
    with (folder / "access-review.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    bens = {row["through"] for row in rows if row["user"] == "ben@example.com" and row["account"] == "prod-000"}
    assert bens == {"group Operators", "group Developers"}
    assert "rule 2, access.yaml:7: ou Work/Prod" in (folder / "access-review.html").read_text()


def test_only_their_owner_may_read_them(run: Run, tmp_path: Path):
    """Names of people, and where each of them may go."""
    write_policy()
    run("report", "--out", str(tmp_path / "review"))
    assert stat.S_IMODE((tmp_path / "review").stat().st_mode) == 0o700


def test_what_is_over_is_marked(run: Run):
    """An exception that has ended, and access that is still there."""
    write_policy(more=EXPIRED)
    ended = run("report")
    assert "1 expired" in ended.out
    assert ended.status == 0
