"""A webhook has come in: prove its origin, understand it, and put what it means on the bus, once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lambdas.core.errors import AlertError
from lambdas.core.hr import PROVIDERS, Provider
from lambdas.core.hr.connections import Connection
from lambdas.core.hr.understood import Handshake, Message, Nothing, Thin, Told, Understood
from lambdas.core.webhooks import Request, TooLargeError, UnauthenticatedError, UnsupportedTypeError
from lambdas.core.workers import WorkerEvent
from lambdas.flows.follow import follow
from lambdas.flows.introduce import introduce
from lambdas.ports import Door

LARGEST_BODY = 256 * 1024


@dataclass(frozen=True, slots=True)
class Receipt:
    """The message's id, and why it had no effect, where it had none."""

    id: str
    note: str = ""


def receive(source: str, request: Request, door: Door) -> Receipt:
    """What the webhook says is on the bus now, or in front of a person. Raw bytes are verified before any parsing.

    Raises UnauthenticatedError, TooLargeError, UnsupportedTypeError, ReusedIdError, or RejectError with the reason;
    RetryError when the sender should send it again.
    """
    if len(request.body) > LARGEST_BODY:
        raise TooLargeError(f"the body is larger than {LARGEST_BODY} bytes")
    provider, connection = _connected(source, door)
    message = _proven(provider, connection, request)
    understood = provider.understand(message, connection)
    if isinstance(understood, Handshake) or connection.awaits_handshake():
        return Receipt(message.id, introduce(message, understood, source, connection, door))
    if isinstance(understood, Nothing):
        return Receipt(message.id, understood.because)
    _check_company(connection, understood)
    act = _act(understood, message, provider, connection, door)
    door.once(message.id, _content(understood), act)
    return Receipt(message.id)


def _connected(source: str, door: Door) -> tuple[Provider, Connection]:
    provider, connection = PROVIDERS.get(source), door.find_connection(source)
    if provider is None or connection is None:
        raise UnauthenticatedError(f"{source} is not connected")
    if provider.needs_company and not connection.company:
        raise AlertError(f"{source} does not sign: its connection must say which company it may speak for")
    return provider, connection


def _proven(provider: Provider, connection: Connection, request: Request) -> Message:
    if not connection.may_call_from(request.source_ip):
        raise UnauthenticatedError("the address is not one of the sender's")
    proof, secrets = connection.signature or provider.proof, connection.secrets()
    message_id = "handshake" if connection.awaits_handshake() else proof.prove(request, secrets)
    if request.content_type() not in provider.content_types:
        raise UnsupportedTypeError(f"expected content-type {' or '.join(provider.content_types)}")
    # The native id is the sender's own; the others are told apart by where they come from.
    full_id = message_id if provider is PROVIDERS["native"] else f"{provider.name}:{message_id}"
    return Message(full_id, request.body, request.content_type(), request.received_at)


def _check_company(connection: Connection, understood: Understood) -> None:
    named = understood.company if isinstance(understood, Thin) else ""
    if connection.company and named and named != connection.company:
        raise UnauthenticatedError("the body speaks for another company")


def _act(
    understood: Told | Thin, message: Message, provider: Provider, connection: Connection, door: Door
) -> Callable[[], None]:
    def act() -> None:
        if isinstance(understood, Thin):
            follow(understood.notices, message, provider, connection, door)
            return
        for event in understood.events:
            door.publish(event)

    return act


def _content(understood: Told | Thin) -> Any:
    """What makes two messages of one id the same: not their time, which a sender may renew."""
    if isinstance(understood, Thin):
        return [[notice.employee_id, notice.means] for notice in understood.notices]
    return [[event.type, event.data.model_dump(mode="json", exclude=_renewed(event))] for event in understood.events]


def _renewed(event: WorkerEvent) -> set[str]:
    """What holds from when it is said is said again at another time."""
    return {"effective_at"} if event.data.effective_at == event.timestamp else set()
