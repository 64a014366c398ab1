"""`gatehouse certificate`: the proof of an offboarding, for people."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from cli.messages import answer
from cli.options import AsJson
from cli.render import make_console, printable
from cli.workers_lane import WorkersLane
from lambdas.core.errors import RejectError

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The leaver's user name or e-mail address.")]
KINDS = ("assignments", "memberships", "entitlements")


def certificate(email: Email, as_json: AsJson = False) -> None:
    """Print what was removed from a leaver, what was read afterwards, and what is left until when."""
    lane = WorkersLane()
    user_id = lane.find_user_id(email)
    found = lane.ledger.find_certificate(user_id)
    if found is None:
        raise RejectError(f"{email} ({user_id}): there is no certificate; nobody has offboarded this user")
    if as_json:
        answer(found)
    else:
        print_certificate(found, make_console())


def print_certificate(found: Mapping[str, Any], console: Console) -> None:
    """Who and when, then what was removed, what is left, and what nobody can take away before its time."""
    done = found["complete"]
    title = f"{found['email']} ({found['user_id']}): offboarding {'complete' if done else 'NOT COMPLETE'}"
    console.print(Text(printable(title), "bold green" if done else "bold red"))
    for line in make_lines(found):
        console.print(Text(printable(line)))


def make_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The body of the page, line by line."""
    event = found["event"]
    yield f"  by {event['type']} {event['id']}, effective {found['effective_at']}, read again {found['finished_at']}"
    yield f"  denied by the quarantine: {'yes' if found['denied'] else 'NO'}"
    yield from _section("removed", found["removed"])
    yield from _section("left, when it was read again", found["left"])
    if found["user_deleted"]:
        yield "  the user is deleted from the directory"
    yield f"  account access manager: {found.get('account_access') or 'not told'}"
    yield from (f"  until: {line}" for line in found["until"])
    yield from (f"  problem: {line}" for line in found["problems"])


def _section(title: str, held: Mapping[str, Any]) -> Iterator[str]:
    lines = [f"    {kind[:-1]}: {line}" for kind in KINDS for line in held.get(kind, ())]
    yield f"  {title}: {'' if lines else 'nothing'}".rstrip()
    yield from lines
