"""`gatehouse policy check` and `gatehouse policy schema`."""

from collections.abc import Sequence
from typing import Annotated

import typer

from cli.messages import answer
from cli.options import POLICY_FILE, AsJson, PolicyFile
from cli.ports import CommandLinePorts
from cli.render import make_console
from cli.session import read_file, tell
from cli.statuses import Status
from lambdas.core.hr import schema as hr_schema
from lambdas.core.policy import Policy
from policy_file import Problem, Severity, check_against, json_schema

app = typer.Typer(help="The policy file by itself.", no_args_is_help=True)

Live = Annotated[bool, typer.Option("--live", help="Hold it against the accounts of the organization, too.")]


@app.command()
def check(*, policy: PolicyFile = POLICY_FILE, live: Live = False, as_json: AsJson = False) -> None:
    """Say every mistake and every warning. Status 64: there are mistakes."""
    reading = read_file(policy)
    found = [*reading.problems, *reading.warnings]
    if live and reading.policy is not None:
        found += _held_against_accounts(reading.policy)
    mistakes = sum(problem.severity is Severity.ERROR for problem in found)
    if as_json:
        answer({"file": str(policy), "problems": [_document(problem) for problem in found]})
    else:
        tell(found)
        make_console().print(f"{policy}: {_counted(found, mistakes)}", markup=False)
    raise typer.Exit(Status.BAD_USAGE if mistakes else Status.DONE)


@app.command()
def schema(*, as_json: AsJson = False) -> None:  # noqa: ARG001 - every command takes --json, and this one is nothing else
    """Print the JSON Schema of access.yaml, for editors."""
    answer(json_schema())


@app.command()
def worker_event_schema(*, as_json: AsJson = False) -> None:  # noqa: ARG001 - as above
    """Print the JSON Schema of what the worker webhook takes, for whoever writes a sender."""
    answer(hr_schema.worker_event_schema())


def _held_against_accounts(policy: Policy) -> Sequence[Problem]:
    accounts = CommandLinePorts(read_tags=policy.uses_tags()).organization.list_accounts()
    return check_against(policy, accounts)


def _counted(found: Sequence[Problem], mistakes: int) -> str:
    return f"{_number(mistakes, 'mistake')}, {_number(len(found) - mistakes, 'warning')}"


def _number(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"


def _document(problem: Problem) -> dict[str, str]:
    return {"place": problem.place, "severity": str(problem.severity), "message": problem.message}
