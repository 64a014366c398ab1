"""`gatehouse offboard`: the leaver's steps, for the person HR forgot."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from cli.messages import answer, say
from cli.options import AsJson
from cli.statuses import Status
from cli.workers_lane import WorkersLane, make_event_id
from lambdas.core.errors import RejectError
from lambdas.core.workers import WorkerEvent, WorkerSignal, make_wake, parse_worker_event

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The leaver's user name or e-mail address.")]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="When: 2026-12-31T18:00:00+01:00, or 2026-12-31 for that day's end."),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Kept with the event.")]
DONE = ("offboarded", "already offboarded", "waits until")


def offboard(email: Email, at: At = None, reason: Reason = "", as_json: AsJson = False) -> int:
    """Take everything from a worker who has left: now, or at a time."""
    event = make_event(email, at, reason, datetime.now(UTC))
    result = WorkersLane().ask(make_wake(WorkerSignal(event)), f"worker#{email}", event.id)
    tell(email, event.id, result, as_json=as_json)
    return status_of(result)


def make_event(email: str, at: str | None, reason: str, now: datetime) -> WorkerEvent:
    """What HR would have said. Bad usage when the address or the time is none."""
    facts = {"email": email, "effective_at": at or now.isoformat(), "reason": reason}
    try:
        return parse_worker_event(make_event_id(), {"type": "worker.left", "timestamp": now.isoformat(), "data": facts})
    except RejectError as error:
        raise typer.BadParameter(str(error)) from error


def tell(email: str, event_id: str, result: str | None, *, as_json: bool) -> None:
    """What became of it."""
    said = result or "handed to the workers lane, which has not come to it yet"
    if as_json:
        document: dict[str, Any] = {"email": email, "event_id": event_id, "result": result}
        answer(document)
    else:
        say(f"{email}: {said}. See: gatehouse certificate {email}")


def status_of(result: str | None) -> Status:
    """DONE when the lane has done it or will at its time; HELD when a person has to decide first."""
    if result is None or result.startswith(DONE):
        return Status.DONE
    return Status.HELD if result.startswith("held") else Status.FAILED
