"""`gatehouse apply`: the loop, here and now. Interrupted or failed, running it again does what is left."""

import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.messages import answer, say
from cli.options import POLICY_FILE, Accounts, AsJson, PolicyFile, Stateless
from cli.plan import make_readable_plan, show_plan
from cli.record import Record, make_outcome
from cli.render import make_console, printable
from cli.reviewed import refuse_another
from cli.session import Session, make_scope, open_session
from cli.statuses import Status
from lambdas.core.outcomes import Outcome, Result
from lambdas.core.plan_forms import make_document
from lambdas.core.review import Reviewed
from lambdas.core.shares import COMMAND_LINE
from lambdas.flows.apply import Limits, apply_changes

# A person is watching, and may interrupt it: longer than any plan takes.
PATIENCE = timedelta(days=1)

PlanFile = Annotated[
    Path | None,
    typer.Option(
        "--plan", metavar="FILE", help="Only if exactly this plan, as `plan --out FILE.json` wrote it, is due."
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def apply(
    *,
    account: Accounts = None,
    plan: PlanFile = None,
    yes: Yes = False,
    policy: PolicyFile = POLICY_FILE,
    stateless: Stateless = False,
    as_json: AsJson = False,
) -> None:
    """Show the plan, ask, and apply it. Each change is kept in a file of JSON lines in the current folder.

    Status 3: held for approval, nothing was changed.
    """
    session = open_session(policy, stateless=stateless)
    reviewed = make_readable_plan(make_scope(account or ()), session)
    if plan is not None:
        refuse_another(plan, reviewed.plan.fingerprint())
    if not as_json:
        show_plan(reviewed, as_json=False)
    if reviewed.held or not reviewed.plan.changes:
        finish(reviewed, (), as_json=as_json, record=None)
    if not yes and not _is_confirmed(len(reviewed.plan.changes), may_ask=not as_json):
        say("Not applied: nothing was changed. --yes applies without asking.")
        if as_json:
            answer(_document(reviewed, (), None))
        raise typer.Exit(Status.FAILED)
    outcomes, record = run(reviewed, session)
    finish(reviewed, outcomes, as_json=as_json, record=record)


def run(reviewed: Reviewed, session: Session) -> tuple[tuple[Outcome, ...], Path]:
    """Make every change, with a progress bar and a record; the outcomes, and where the record is."""
    ports, changes = session.ports, reviewed.plan.changes
    limits = Limits(COMMAND_LINE.outstanding, ports.clock.now() + PATIENCE)
    with Record(ports.clock, reviewed.names, reviewed.plan.fingerprint()) as record, _progress() as progress:
        bar = progress.add_task("Applying", total=len(changes))

        def watch(outcome: Outcome) -> None:
            record.keep(outcome)
            progress.advance(bar)

        outcomes = apply_changes(changes, ports.center, ports.clock, limits, watch)
    return outcomes, record.path


def _progress() -> Progress:
    """On stderr, and only on a terminal."""
    console = make_console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)


def _is_confirmed(changes: int, *, may_ask: bool) -> bool:
    """Nobody to ask is no."""
    return may_ask and sys.stdin.isatty() and typer.confirm(f"Apply {_number(changes)}?", err=True)


def _number(changes: int) -> str:
    return "1 change" if changes == 1 else f"{changes} changes"


def finish(reviewed: Reviewed, outcomes: Sequence[Outcome], *, as_json: bool, record: Path | None) -> NoReturn:
    """Say what is left and where the record is, and end with the status."""
    unfinished = [outcome for outcome in outcomes if outcome.result is not Result.DONE]
    for outcome in unfinished:
        what = f"{outcome.change.action} {reviewed.names.describe(outcome.change.assignment)}"
        say(printable(f"{outcome.result}: {what}: {outcome.detail}"))
    if record is not None:
        say(f"{len(outcomes) - len(unfinished)} of {_number(len(outcomes))} done. Record: {record}")
    if unfinished:
        say("Run it again to do what is left.")
    if as_json:
        answer(_document(reviewed, outcomes, record))
    raise typer.Exit(_status(reviewed, finished=not unfinished))


def _document(reviewed: Reviewed, outcomes: Sequence[Outcome], record: Path | None) -> dict[str, Any]:
    return {
        "plan": make_document(reviewed.plan, reviewed.names, reviewed.held),
        "outcomes": [make_outcome(outcome, reviewed.names) for outcome in outcomes],
        "record": str(record) if record else None,
    }


def _status(reviewed: Reviewed, *, finished: bool) -> Status:
    if reviewed.held:
        return Status.HELD
    return Status.DONE if finished and not reviewed.gone else Status.FAILED
