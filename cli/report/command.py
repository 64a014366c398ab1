"""`gatehouse report`: who has what where, through what, and why."""

import csv
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from cli.messages import answer
from cli.options import POLICY_FILE, AsJson, PolicyFile, Stateless
from cli.render import make_console
from cli.report.page import ORDER, make_page
from cli.session import Session, open_session
from lambdas.core.access_review import AccessReview
from lambdas.core.access_review_forms import COLUMNS, count_standings, make_cells, make_document, make_rows
from lambdas.flows.reviewing_access import review_access

NAME = "access-review"

Out = Annotated[Path, typer.Option(metavar="DIR", help="Where to write the three files.")]


def report(
    *,
    out: Out = Path(NAME),
    policy: PolicyFile = POLICY_FILE,
    stateless: Stateless = False,
    as_json: AsJson = False,
) -> None:
    """Write the access review: a page for people, a table for a spreadsheet, a document for programs."""
    review = _read(open_session(policy, stateless=stateless, with_ended=True))
    files = write_review(review, out)
    counts = count_standings(review)
    if as_json:
        answer({"files": [str(file) for file in files], "counts": counts})
        return
    told = ", ".join(f"{counts[standing]} {standing}" for standing in ORDER if standing in counts) or "no assignments"
    make_console().print(f"Wrote {', '.join(str(file) for file in files)}: {told}.", markup=False)


def write_review(review: AccessReview, folder: Path) -> tuple[Path, ...]:
    """The three files: .html, .csv with a row for each person and path, .json. Only their owner may read them."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    page, table, document = (folder / f"{NAME}.{form}" for form in ("html", "csv", "json"))
    page.write_text(make_page(review), encoding="utf-8")
    with table.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(COLUMNS)
        writer.writerows(make_cells(row) for row in make_rows(review))
    document.write_text(json.dumps(make_document(review), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return page, table, document


def _read(session: Session) -> AccessReview:
    """Everything AWS has, with a progress bar: one list for each group and each user."""
    console = make_console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        bar = progress.add_task("Reading groups and users", total=None)
        return review_access(
            session.policy, session.ports, lambda done, total: progress.update(bar, completed=done, total=total)
        )
