"""`gatehouse import`: an access.yaml that describes what the organization has today."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from cli.messages import answer, end, say
from cli.options import POLICY_FILE, AsJson
from cli.ports import CommandLinePorts
from cli.render import make_console
from cli.statuses import Status
from lambdas.core.errors import RejectError
from lambdas.core.imported import Imported
from lambdas.flows.importing import import_access
from policy_file import read_policy
from policy_file.writer import write_policy

COMMENT = """\
yaml-language-server: $schema=./access.schema.json

Who gets what where, as AWS had it on {today}. Planned against the same organization, it changes nothing.
Every key is explained in docs/policy.md. To be reviewed first:
- An OU, or all accounts, stands where every account of it had the access: new accounts will have it, too.
- What single users had ends in 90 days. Make it a group's rule, keep it with an owner, or let it end.
- The permission sets exist already. CloudFormation makes no second one of the same name: before the first deploy,
  bring them into the stack with `cdk import GatehousePermissionSets`.
"""

Out = Annotated[Path, typer.Option(metavar="FILE", help="Where to write the policy.")]
Force = Annotated[bool, typer.Option("--force", help="Write over a file that exists.")]


def import_(*, out: Out = POLICY_FILE, force: Force = False, as_json: AsJson = False) -> None:
    """Write an access.yaml that describes what the organization has; planned there, it changes nothing."""
    if out.exists() and not force:
        end(f"{out} exists. Name another file with --out, or write over it with --force.", Status.BAD_USAGE)
    _tell(write_import(out, datetime.now(UTC).date()), out, as_json=as_json)


def write_import(out: Path, today: date) -> Imported:
    """Read the organization and write the policy. RejectError where what AWS has cannot be said in one."""
    imported = _read(today)
    text = write_policy(imported.policy, COMMENT.format(today=today))
    _refuse_mistakes(text, out, today)
    out.write_text(text, encoding="utf-8")
    return imported


def _read(today: date) -> Imported:
    """Everything AWS has, with a progress bar: one list for each group and each user."""
    console = make_console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        bar = progress.add_task("Reading groups and users", total=None)
        ports = CommandLinePorts(read_tags=False)
        return import_access(ports, today, lambda done, total: progress.update(bar, completed=done, total=total))


def _refuse_mistakes(text: str, out: Path, today: date) -> None:
    """What is written must be what can be read: an organization may hold more than one file may say."""
    problems = read_policy(text.encode(), str(out), today=today).problems
    if problems:
        raise RejectError(f"What AWS has cannot be said in one policy; nothing was written. {problems[0]}")


def _tell(imported: Imported, out: Path, *, as_json: bool) -> None:
    policy, left_out = imported.policy, imported.left_out
    if left_out:
        say(f"{len(left_out)} assignments are left out: their accounts are not ACTIVE, or not in the organization.")
    counts = {
        "permission_sets": len(policy.permission_sets),
        "rules": len(policy.access),
        "exceptions": len(policy.exceptions),
        "left_out": len(left_out),
    }
    if as_json:
        answer({"file": str(out), "counts": counts})
    else:
        make_console().print(
            f"Wrote {out}: {counts['permission_sets']} permission sets, {counts['rules']} rules, "
            f"{counts['exceptions']} exceptions.",
            markup=False,
        )
