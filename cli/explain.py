"""`gatehouse explain`: every path by which access exists, or why it does not."""

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from cli.messages import answer
from cli.options import POLICY_FILE, AsJson, PolicyFile, check_account_id
from cli.render import make_console, printable
from cli.session import open_session
from lambdas.core.accounts import Account
from lambdas.core.assignments import PrincipalType
from lambdas.core.explain import Path, Standing
from lambdas.core.plan_forms import make_assignment
from lambdas.core.policy.selectors import join_ou_path
from lambdas.flows.explaining import Explained, explain_access, find_group, find_user

MEANS = {
    Standing.HELD: ("has", "green"),
    Standing.DUE: ("is due, and not there yet:", "yellow"),
    Standing.SURPLUS: ("has, and no rule or exception gives it any more:", "red"),
    Standing.UNMANAGED: ("has, and no rule knows it:", "yellow"),
}

User = Annotated[str | None, typer.Option("--user", metavar="EMAIL", help="By user name or e-mail address.")]
Group = Annotated[str | None, typer.Option("--group", metavar="NAME", help="By display name.")]
InAccount = Annotated[str, typer.Option("--account", metavar="ID", callback=check_account_id, help="In this account.")]


def explain(
    *,
    account: InAccount,
    user: User = None,
    group: Group = None,
    policy: PolicyFile = POLICY_FILE,
    as_json: AsJson = False,
) -> None:
    """Say why a user or a group has access to an account, or why it has none."""
    if (user is None) == (group is None):
        raise typer.BadParameter("expected either --user or --group")
    session = open_session(policy)
    ports = session.ports
    subject = find_user(user, ports) if user is not None else find_group(group or "", ports)
    explained = explain_access(subject, account, session.policy, ports, ports.permission_sets)
    if as_json:
        answer(make_document(explained))
    else:
        _render(explained, user or f"group {group}", make_console())


def make_document(explained: Explained) -> dict[str, Any]:
    """The JSON form: the account as it is, every path with its standing, and every near miss."""
    account, names = explained.account, explained.names
    return {
        "account": {"id": account.id, "name": account.name, "state": str(account.state), "ou": _ou(account)},
        "groups": sorted(explained.subject.groups),
        "paths": [
            {"standing": str(path.standing), **make_assignment(path.assignment, names), "reasons": list(path.reasons)}
            for path in explained.explanation.paths
        ],
        "misses": list(explained.explanation.misses),
    }


def _render(explained: Explained, who: str, console: Console) -> None:
    account, found = explained.account, explained.explanation
    facts = [f"ou {_ou(account)}", str(account.state), *(f"{k}={v}" for k, v in sorted(account.tags.items()))]
    console.print(Text(printable(f"{who} in {account.name} ({account.id}; {', '.join(facts)})"), "bold"))
    for path in found.paths:
        console.print(_line(path, explained))
        for reason in path.reasons:
            console.print(Text(printable(f"      {reason}"), "dim"))
    if not found.paths:
        console.print(Text("  has no access", "bold"))
    if found.misses:
        console.print(Text("What gives nothing here", "bold"))
    for miss in found.misses:
        console.print(Text(printable(f"  {miss}")))


def _line(path: Path, explained: Explained) -> Text:
    assignment, names = path.assignment, explained.names
    words, colour = MEANS[path.standing]
    through = "directly"
    if assignment.principal_type is PrincipalType.GROUP:
        through = f"through group {names.principal(assignment.principal_id)}"
    what = names.permission_set(assignment.permission_set_arn)
    return Text.assemble((f"  {words} ", colour), printable(f"{what} {through}"))


def _ou(account: Account) -> str:
    return join_ou_path(account.ou_path)
