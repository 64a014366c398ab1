"""`gatehouse release`: a leaver's user out of the quarantine, because a person says so."""

import getpass
from typing import Annotated

import typer

from cli.messages import answer, say
from cli.options import AsJson
from cli.statuses import Status
from cli.workers_lane import WorkersLane, make_event_id
from lambdas.core.workers import ReleaseSignal, make_release

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The worker's user name or e-mail address.")]
RELEASED = ("released from quarantine", "released before")


def release(email: Email, as_json: AsJson = False) -> int:
    """End the quarantine of a worker's user before its time."""
    lane = WorkersLane()
    signal = ReleaseSignal(lane.find_user_id(email), make_event_id(), asked_by=getpass.getuser())
    result = lane.ask(make_release(signal), f"quarantine#{signal.user_id}", signal.event_id)
    if as_json:
        answer({"email": email, "user_id": signal.user_id, "event_id": signal.event_id, "result": result})
    else:
        say(f"{email} ({signal.user_id}): {result or 'handed to the workers lane, which has not come to it yet'}")
    return Status.DONE if result is None or result in RELEASED else Status.FAILED
