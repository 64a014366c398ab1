"""`gatehouse held` and `gatehouse approve`: plans and leavers that wait for a person."""

import time
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from cli.caller import find_caller
from cli.deployment import find_deployment
from cli.messages import answer, end, say
from cli.options import AsJson
from cli.ports import CommandLinePorts
from cli.render import make_console, printable
from cli.statuses import Status
from lambdas.core.held import LEAVERS, HeldStatus, is_waiting
from lambdas.flows.holding import approve as approve_plan

HeldId = Annotated[str, typer.Argument(metavar="ID", help="As the alert and `gatehouse held` name it.")]
Seconds = Annotated[int, typer.Option("--wait", metavar="SECONDS", help="How long to wait for what becomes of it.")]
POLL = 1.0
UNDER_WAY = (HeldStatus.APPROVED, HeldStatus.APPLYING)


def held(
    held_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="Show this one with its changes.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List what waits for approval, or show one whole. Status 3: at least one waits."""
    ports, now = CommandLinePorts(deployed=find_deployment()), datetime.now(UTC)
    asked = [d for d in ports.held.list_held() if d["id"] == held_id or (not held_id and is_waiting(d, now))]
    found = [_with_leavers(document, ports) for document in asked]
    if held_id and not found:
        end(f"no held plan {held_id}: `gatehouse held` lists those that wait", Status.FAILED)
    if as_json:
        answer({"held": found})
    else:
        _render(found, whole=bool(held_id))
    raise typer.Exit(Status.HELD if any(is_waiting(d, now) for d in found) else Status.DONE)


def approve(held_id: HeldId, *, wait: Seconds = 180, as_json: AsJson = False) -> None:
    """Let Gatehouse apply a held plan, if the same plan still comes out now; or offboard held leavers."""
    ports = CommandLinePorts(deployed=find_deployment())
    approve_plan(held_id, find_caller(), ports)
    document = _wait_for_end(held_id, ports, wait)
    if as_json:
        answer(document)
    status = HeldStatus(document["status"])
    say(printable(_ENDINGS.get(status, f"{held_id} is {status}: it goes on without you").format(held_id)))
    raise typer.Exit(Status.FAILED if status is HeldStatus.CHANGED else Status.DONE)


_ENDINGS = {
    HeldStatus.APPLIED: "{} was applied; the records of its accounts say what became of each change",
    HeldStatus.CHANGED: "{} was not applied: another plan comes out now; `gatehouse held` shows whether it waits",
}


def _with_leavers(document: dict[str, Any], ports: CommandLinePorts) -> dict[str, Any]:
    """A hold of leavers with their events, which are kept beside it."""
    return {**document, "events": ports.held.list_events(document["id"])} if document["kind"] == LEAVERS else document


def _wait_for_end(held_id: str, ports: CommandLinePorts, seconds: int) -> dict[str, Any]:
    until = time.monotonic() + seconds
    while True:
        document = ports.held.find_held(held_id) or {"id": held_id, "status": str(HeldStatus.APPROVED)}
        if document["status"] not in UNDER_WAY or time.monotonic() >= until:
            return document
        time.sleep(POLL)


def _render(found: list[dict[str, Any]], *, whole: bool) -> None:
    console = make_console()
    if not found:
        console.print("Nothing waits for approval.")
    for document in found:
        lines = _lines(document)
        console.print(printable(f"{document['id']}  {document['status']}  {document['because']}"))
        until = f", expires {document['expires_at'][:16]}" if "expires_at" in document else ""
        console.print(f"  {len(lines)} in all, since {document['at'][:16]}{until} (UTC)")
        for line in lines if whole else ():
            console.print(printable(f"  {line}"))


def _lines(document: dict[str, Any]) -> list[str]:
    """What an approval would do, line by line."""
    if document["kind"] == LEAVERS:
        return [f"offboard {_name(event['detail'])}" for event in document["events"]]
    return [_describe(change) for change in document["plan"]["changes"]]


def _name(detail: dict[str, Any]) -> str:
    """Whom HR names by address, and the directory by id."""
    return str(detail["event"]["data"]["email"] if "event" in detail else detail["user_id"])


def _describe(change: dict[str, Any]) -> str:
    principal, account = change["principal"], change["account"]
    who = f"{principal['type'].lower()} {principal['name'] or principal['id']}"
    what = change["permission_set"]["name"] or change["permission_set"]["arn"]
    return f"{change['action']} {who}, {what}, in {account['name'] or account['id']}"
