"""A notice says no more than who has changed: ask the HR system, and put what it answers on the bus."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from lambdas.core.errors import AlertError, RejectError, RetryError
from lambdas.core.hr.connections import Connection
from lambdas.core.hr.events import Reading, make_events
from lambdas.core.hr.provider import Provider
from lambdas.core.hr.understood import Message, Notice
from lambdas.core.workers import WorkerEvent
from lambdas.ports import Door

# The sender waits for the answer to all of them, and API Gateway for no more than the function's fifteen seconds.
PATIENCE = timedelta(seconds=5)


def follow(notices: Sequence[Notice], message: Message, provider: Provider, connection: Connection, door: Door) -> None:
    """Every employee ends as events on the bus, or in front of a person.

    Raises RetryError, after all others are done, when the HR system did not answer for one: the sender sends it again.
    """
    unanswered: list[RetryError] = []
    for notice in notices:
        try:
            for event in _ask(notice, message, provider, connection, door):
                door.publish(event)
        except (AlertError, RejectError) as error:
            _tell(provider.name, notice, str(error), door)
        except RetryError as error:
            _tell(provider.name, notice, f"{error}; {provider.name} is asked to send it again", door)
            unanswered.append(error)
    if unanswered:
        raise RetryError(f"{provider.name} did not answer for {len(unanswered)} employees") from unanswered[0]


def _ask(
    notice: Notice, message: Message, provider: Provider, connection: Connection, door: Door
) -> tuple[WorkerEvent, ...]:
    mapping = connection.mapping or provider.mapping
    if mapping is None:
        raise AlertError(f"the connection of {provider.name} declares no mapping: where is the e-mail address?")
    if door.now() - message.received_at > PATIENCE:
        raise AlertError("one webhook named more employees than can be looked up while its sender waits")
    record = _record(notice, provider, connection, door)
    reading = Reading(message.id, record, mapping, message.received_at, connection.time_zone)
    events = make_events(notice, reading)
    if not events and connection.api is None:
        raise AlertError(f"its webhooks name nobody's address at {mapping.email!r}, and its connection declares no api")
    return events


def _record(notice: Notice, provider: Provider, connection: Connection, door: Door) -> Mapping[str, Any]:
    """Without a declared call, what the notice itself says has to do."""
    if connection.api is None:
        return {"id": notice.employee_id, **notice.found}
    record = door.hr.find_employee(provider.name, notice.employee_id)
    if record is None:
        raise AlertError(f"{provider.name} has no employee {notice.employee_id} any more")
    return record


def _tell(source: str, notice: Notice, problem: str, door: Door) -> None:
    said = notice.means.removeprefix("worker.") if notice.means else "changed"
    door.alert(
        "An employee could not be looked up",
        f"{source} says of employee {notice.employee_id}: {said}. Gatehouse could not find out more: {problem}.\n"
        f"Look the employee up in {source}. If they have left, run `gatehouse offboard EMAIL`.",
    )
