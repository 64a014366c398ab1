"""What a worker's record means now: (record, event, now) -> (record, what is due, what waits until when).

The answer depends on what was said, not on the order in which it arrived.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lambdas.core.workers.events import EventType, WorkerEvent
from lambdas.core.workers.record import Offboarding, Worker, with_statement

Attributes = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Leave:
    """The worker has left, by this event."""

    event: WorkerEvent


@dataclass(frozen=True, slots=True)
class Employ:
    """The worker is employed, with these attributes. `back` when it was, or may have been, offboarded before."""

    attributes: Attributes
    back: bool = False


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing to do, and why."""

    because: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The record as it is now; what is due; and until when the event itself waits."""

    worker: Worker
    due: Leave | Employ | Nothing
    waits_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds at a time: `left` is the event by which the worker is a leaver.

    `was_left` when the date of any leave has come, taken back or not: an offboarding may have begun.
    """

    left: WorkerEvent | None = None
    joined: WorkerEvent | None = None
    attributes: Attributes = field(default_factory=dict)
    known: bool = False
    was_left: bool = False


# the event                    and its time   -> what is due
# a leave taken back or moved   future         -> nothing
# any                           future         -> nothing yet: it waits, and is decided again then
# the new date of a leave       future         -> and whoever was offboarded by the old date, too early, is taken back
# any                           come           -> what the newest statement says: leave, employ, or nothing
def decide(worker: Worker, event: WorkerEvent, now: datetime) -> Decision:
    """What one event of a worker asks for now. A rescission holds as soon as it is said."""
    known = with_statement(worker, event)
    due = _due(known, find_standing(known.statements, now))
    if event.data.effective_at <= now or event.type is EventType.RESCINDED:
        return Decision(known, due)
    if event.type is EventType.LEFT and event not in live_leaves(known.statements):
        return Decision(known, Nothing("rescinded, or another time has been said since"))
    too_early = event.type is EventType.LEFT and isinstance(due, Employ) and due.back
    return Decision(known, due if too_early else Nothing("its time has not come"), event.data.effective_at)


def _due(worker: Worker, standing: Standing) -> Leave | Employ | Nothing:
    if standing.left is not None:
        return Leave(standing.left)
    offboarding = worker.offboarding
    if offboarding is not None and offboarding.by_directory and not _joined_since(standing, offboarding):
        return Nothing("the user was disabled or deleted in the directory, and the worker has not joined since")
    if not (standing.known or standing.was_left or offboarding is not None):
        return Nothing("nothing is said of what the worker does")
    return Employ(standing.attributes, back=offboarding is not None or standing.was_left)


def _joined_since(standing: Standing, offboarding: Offboarding) -> bool:
    return standing.joined is not None and standing.joined.data.effective_at > offboarding.at


def find_standing(statements: Iterable[WorkerEvent], now: datetime) -> Standing:
    """What the newest statements say that hold at this time.

    Only a join or a rescission brings a leaver back, never a change. A rehired worker brings no attribute along from
    before; every other attribute stays until another value is said.
    """
    said = tuple(statements)
    leaves = [event for event in live_leaves(said) if event.data.effective_at <= now]
    spoken = (event for event in said if event.type in (EventType.JOINED, EventType.CHANGED))
    holding = sorted((e for e in spoken if e.data.effective_at <= now), key=lambda event: event.version)
    joins = [event for event in holding if event.type is EventType.JOINED]
    left = max(leaves, key=lambda event: event.version, default=None)
    joined = joins[-1] if joins else None
    if left is not None and (joined is None or joined.version < left.version):
        return Standing(left=left, known=True)
    since = [event for event in holding if left is None or event.version > left.version]
    attributes = {name: value for event in since for name, value in event.data.attributes.items()}
    was_left = any(event.type is EventType.LEFT and event.data.effective_at <= now for event in said)
    return Standing(None, joined, attributes, bool(since), was_left)


# a leave      and then                                              -> it
# said at t    a rescission said after t                             -> does not hold
# said at t    another leave said after t, before this one's time    -> does not hold: the date was moved
# said at t    another leave said after t, once this one had come    -> holds: nobody is brought back by a correction
def live_leaves(statements: Iterable[WorkerEvent]) -> tuple[WorkerEvent, ...]:
    """The leaves nobody has taken back or moved."""
    said = tuple(statements)
    rescinded = max((event.timestamp for event in said if event.type is EventType.RESCINDED), default=None)
    leaves = [event for event in said if event.type is EventType.LEFT]
    standing = [event for event in leaves if rescinded is None or event.timestamp >= rescinded]
    return tuple(event for event in standing if not any(_moves(other, event) for other in standing))


def _moves(newer: WorkerEvent, older: WorkerEvent) -> bool:
    return older.timestamp < newer.timestamp < older.data.effective_at
