"""Trigger: POST /workers on the HTTP API: an HR system's signed webhook.

Does: verifies the raw bytes, reads the event, puts it on Gatehouse's bus once, answers 202.
On failure: 401 forged or stale, 413 too large, 400 with the reason, 409 an id used twice, 503 try again.
"""

import base64
import json
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response, content_types
from aws_lambda_powertools.utilities.data_classes.common import BaseProxyEvent
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas import wiring
from lambdas.core.errors import GatehouseError, RejectError
from lambdas.core.webhooks import ReusedIdError, TooLargeError, UnauthenticatedError
from lambdas.flows.receive import receive

app = APIGatewayHttpResolver()


@app.post("/workers")
def worker_webhook() -> Response[str]:
    """One webhook."""
    request, door = app.current_event, wiring.door(app.lambda_context)
    body = _raw_body(request)
    event = receive(request.headers, body, now=door.now(), secrets=door.secrets, publish_once=door.publish_once)
    return _answer(202, {"id": event.id})


def _raw_body(request: BaseProxyEvent) -> bytes:
    """The bytes as they were sent: what the signature covers."""
    body = request.body or ""
    return base64.b64decode(body) if request.is_base64_encoded else body.encode()


@app.exception_handler(GatehouseError)
def refused(error: GatehouseError) -> Response[str]:
    """The answer to a request that has no effect."""
    if isinstance(error, UnauthenticatedError):
        return _answer(401, {"error": "unauthenticated"})
    if isinstance(error, TooLargeError):
        return _answer(413, {"error": str(error)})
    if isinstance(error, ReusedIdError):
        return _answer(409, {"error": str(error)})
    if isinstance(error, RejectError):
        return _answer(400, {"error": str(error)})
    return _answer(503, {"error": "try again later"})


def _answer(status: int, body: dict[str, Any]) -> Response[str]:
    return Response(status_code=status, content_type=content_types.APPLICATION_JSON, body=json.dumps(body))


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry point."""
    answer = app.resolve(event, context)
    wiring.logger(context).info("webhook answered", extra={"status": answer["statusCode"]})
    return answer
