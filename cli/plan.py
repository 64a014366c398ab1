"""`gatehouse plan`: what would change, and why. Nothing is written to AWS."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from cli.messages import answer, say
from cli.options import POLICY_FILE, Accounts, AsJson, PolicyFile, Stateless
from cli.render import make_console, render_plan
from cli.session import Session, make_scope, open_session
from cli.statuses import Status
from lambdas.core.plan_forms import make_document, make_markdown
from lambdas.core.review import Reviewed
from lambdas.core.scopes import Scope
from lambdas.flows.naming import name_all
from lambdas.flows.reconcile import make_checked_plan

FORMS = (".json", ".md")


def check_form(out: Path | None) -> Path | None:
    """The file itself; bad usage when its ending names no form."""
    if out is not None and out.suffix not in FORMS:
        raise typer.BadParameter(f"expected a file that ends in {' or '.join(FORMS)}, found '{out}'")
    return out


Out = Annotated[
    Path | None,
    typer.Option(metavar="FILE", callback=check_form, help="Write the plan as well: .json, or .md for a pull request."),
]


def plan(
    *,
    account: Accounts = None,
    policy: PolicyFile = POLICY_FILE,
    out: Out = None,
    stateless: Stateless = False,
    as_json: AsJson = False,
) -> None:
    """Say what would change, and why. Status 2: changes are due; 3: they would be held for approval."""
    session = open_session(policy, stateless=stateless)
    reviewed = make_readable_plan(make_scope(account or ()), session)
    if out is not None:
        out.write_text(write_plan(reviewed, out.suffix), encoding="utf-8")
    show_plan(reviewed, as_json=as_json)
    raise typer.Exit(status_of(reviewed))


def make_readable_plan(scope: Scope, session: Session) -> Reviewed:
    """The checked plan; what no rule knows has its names, too. Accounts that do not exist are said."""
    reviewed = make_checked_plan(scope, session.policy, session.ports)
    for account_id in sorted(reviewed.gone):
        say(f"account {account_id}: AWS knows no such account")
    ports = session.ports
    names = name_all(reviewed.names, reviewed.plan.unmanaged, ports.store, ports.permission_sets)
    return replace(reviewed, names=names)


def show_plan(reviewed: Reviewed, *, as_json: bool) -> None:
    """On stdout: one JSON document, or for people."""
    if as_json:
        answer(make_document(reviewed.plan, reviewed.names, reviewed.held))
    else:
        render_plan(reviewed, make_console())


def write_plan(reviewed: Reviewed, form: str) -> str:
    """The text of a file: ".json" or ".md"."""
    if form == ".md":
        return make_markdown(reviewed.plan, reviewed.names, reviewed.held)
    document = make_document(reviewed.plan, reviewed.names, reviewed.held)
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def status_of(reviewed: Reviewed) -> Status:
    """An account that AWS does not know is a failure, whatever is due in the others."""
    if reviewed.gone:
        return Status.FAILED
    if reviewed.held:
        return Status.HELD
    return Status.CHANGES_DUE if reviewed.plan.changes else Status.DONE
