"""Trigger: POST /workers (the native format) and /workers/{source} on the HTTP API: an HR system's webhook.

Does: verifies the raw bytes, understands them, puts the events on Gatehouse's bus once, answers 202.
On failure: 401 forged or stale, 413 too large, 415 another content type, 400 with the reason, 409 an id used twice,
503 try again.
"""

import json
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response, content_types
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas import wiring
from lambdas.core.errors import GatehouseError, RejectError
from lambdas.core.hr.connections import NATIVE
from lambdas.core.webhooks import (
    ReusedIdError,
    TooLargeError,
    UnauthenticatedError,
    UnsupportedTypeError,
    parse_request,
)
from lambdas.flows.receive import receive

app = APIGatewayHttpResolver()
STATUS = {ReusedIdError: 409, TooLargeError: 413, UnauthenticatedError: 401, UnsupportedTypeError: 415}


@app.post("/workers")
def native_webhook() -> Response[str]:
    """One webhook in Gatehouse's own format."""
    return worker_webhook(NATIVE)


@app.post("/workers/<source>")
def worker_webhook(source: str) -> Response[str]:
    """One webhook of one HR system."""
    door = wiring.door(app.lambda_context)
    receipt = receive(source, parse_request(app.current_event.raw_event, door.now()), door)
    return _answer(202, {"id": receipt.id, **({"note": receipt.note} if receipt.note else {})})


@app.exception_handler(GatehouseError)
def refused(error: GatehouseError) -> Response[str]:
    """The answer to a request that has no effect."""
    if isinstance(error, UnauthenticatedError):
        return _answer(401, {"error": "unauthenticated"})
    if isinstance(error, RejectError):
        return _answer(STATUS.get(type(error), 400), {"error": str(error)})
    wiring.logger(app.lambda_context).error("webhook not handled", extra={"reason": str(error)})
    return _answer(503, {"error": "try again later"})


def _answer(status: int, body: dict[str, Any]) -> Response[str]:
    return Response(status_code=status, content_type=content_types.APPLICATION_JSON, body=json.dumps(body))


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry point."""
    answer = app.resolve(event, context)
    wiring.logger(context).info("webhook answered", extra={"status": answer["statusCode"]})
    wiring.emit()
    return answer
