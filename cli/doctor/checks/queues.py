"""The dead-letter queues: what waits there was not done, and waits for a person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cli.doctor.check import Check, fine, problem

NAME = "dead letters"


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """One dead-letter queue, and about how many messages are in it."""

    region: str
    name: str
    url: str
    messages: int


def check_queues(queues: Iterable[DeadLetters]) -> Iterator[Check]:
    """Each queue that is not empty; one answer when all are."""
    there = list(queues)
    full = [queue for queue in there if queue.messages]
    if not full:
        yield fine(NAME, f"{len(there)} dead-letter queues are empty")
    for queue in full:
        yield problem(
            NAME,
            f"{queue.messages} {'message' if queue.messages == 1 else 'messages'} nobody has handled",
            f"{queue.region}, {queue.name}",
            next_step="read one in the SQS console (its attribute 'problem' says why), mend the cause, redrive it",
        )
