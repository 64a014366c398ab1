"""An HR system introduces itself: its token waits for a person, who gives it back and makes it the secret."""

import hashlib

from lambdas.core.errors import RejectError
from lambdas.core.hr.connections import Connection
from lambdas.core.hr.understood import Handshake, Message, Understood
from lambdas.core.webhooks import UnauthenticatedError
from lambdas.ports import Door


def introduce(message: Message, understood: Understood, source: str, connection: Connection, door: Door) -> str:
    """Keep the token and tell a person, once. Nothing proves who sent it, so nothing is done with it.

    Raises UnauthenticatedError for anything else before the handshake, RejectError for a handshake nobody waits for.
    """
    if not isinstance(understood, Handshake):
        raise UnauthenticatedError(f"{source} has not been verified yet")
    if not connection.awaits_handshake():
        raise RejectError("a handshake is not expected: set handshake to true, and no secret")
    token = understood.token

    def keep() -> None:
        where = door.keep_token(source, token, message.received_at)
        door.alert(
            f"{source} asks to be verified",
            f"Somebody who says to be {source} sent a verification token. It is kept for a day in {where}.\n"
            f"Give it back to {source}; once it is accepted there, make it its `current` in the webhook secret.\n"
            f"If nobody of you has just connected {source}, do nothing, and take `handshake` out of the secret.",
        )

    door.once(f"{message.id}:{hashlib.sha256(token.encode()).hexdigest()}", [], keep)
    return "the token waits for a person"
