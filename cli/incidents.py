"""`gatehouse incidents` and `gatehouse acknowledge`: break glass was used, and a person takes care of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from cli.caller import find_caller
from cli.deployment import find_deployment
from cli.messages import answer, say
from cli.options import AsJson
from cli.ports import CommandLinePorts
from cli.render import make_console, printable
from lambdas.core.errors import RejectError
from lambdas.core.incident_texts import how_long
from lambdas.core.incidents import Status
from lambdas.flows.incidents import acknowledge_incident

IncidentId = Annotated[str, typer.Argument(metavar="ID", help="As the message and `gatehouse incidents` name it.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="What the emergency is, or why there is none.")]
Ticket = Annotated[str, typer.Option("--ticket", metavar="ID", help="Where it is dealt with.")]
All = Annotated[bool, typer.Option("--all", help="Those that are closed, too.")]
SHOWN = ("id", "status", "severity", "kind", "event", "account_id", "subject_type", "subject", "who", "opened_at")
COUNTED = ("count", "escalations")


def incidents(*, everything: All = False, as_json: AsJson = False) -> None:
    """List the incidents that are not closed, oldest first."""
    found = _list(CommandLinePorts(deployed=find_deployment()), everything=everything)
    if as_json:
        answer({"incidents": [{name: each[name] for name in (*SHOWN, *COUNTED)} for each in found]})
    else:
        _render(found)


def acknowledge(incident_id: IncidentId, *, reason: Reason, ticket: Ticket = "", as_json: AsJson = False) -> None:
    """Say that you take care of an incident: it is told no more, and closes by itself when it has been quiet."""
    ports = CommandLinePorts(deployed=find_deployment())
    whole = _find(incident_id, ports)
    incident = acknowledge_incident(whole, by=find_caller(), reason=reason, ticket=ticket, ports=ports)
    if as_json:
        answer(incident)
    else:
        say(printable(f"{incident['id']} is in the hands of {incident['acknowledgements'][-1]['by']}."))


def _list(ports: CommandLinePorts, *, everything: bool) -> list[dict[str, Any]]:
    return [found for found in ports.ledger.list_incidents() if everything or found["status"] != Status.CLOSED]


def _find(begun: str, ports: CommandLinePorts) -> str:
    """The whole id of the one incident whose id begins so: at three in the morning nobody types 36 characters."""
    ids = [str(found["id"]) for found in ports.ledger.list_incidents()]
    found = [begun] if begun in ids else [each for each in ids if each.startswith(begun)]
    if len(found) != 1:
        many = f"{len(found)} incidents begin so" if found else "`gatehouse incidents` lists those that are open"
        raise RejectError(f"no incident {begun}: {many}")
    return found[0]


def _render(found: Sequence[Mapping[str, Any]]) -> None:
    console, now = make_console(), datetime.now(UTC)
    if not found:
        console.print("No incident is open.")
    for each in found:
        age = how_long(now - datetime.fromisoformat(each["opened_at"]))
        what = f"{each['kind']} of {each['subject_type']} {each['subject']} in {each['account_id']}"
        console.print(printable(f"{each['id']}  {each['status']}, {age}  {each['severity']}"))
        console.print(
            printable(f"  {what}, by {each['who']}; {each['count']} findings, told again {each['escalations']}x")
        )
