"""Writes to what carries alarms are recorded: rules, topics, queues, trails, roles.

AWS: CloudTrail records every management call on the caller's default bus, also one that failed (CloudTrail guide,
"Understanding management events"). ministack: tells EventBridge of none.
"""

import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import botocore.session
import ministack.app
from botocore.model import OperationModel
from botocore.parsers import ResponseParserFactory
from botocore.utils import parse_timestamp

from sandbox.emulator import cloudtrail
from sandbox.emulator.cloudtrail_events import event_region, event_source, is_recorded
from sandbox.emulator.query_requests import parse_form

SERVICES = ("cloudtrail", "events", "iam", "sns", "sqs")
Answer = tuple[int, dict[str, str], bytes]
Handler = Callable[..., Awaitable[Answer]]


def apply() -> None:
    """Look at every call of these services, and at its answer."""
    for service in SERVICES:
        handlers = ministack.app.SERVICE_HANDLERS
        handlers[service] = _recorded(service, handlers[service])


def _recorded(service: str, handle: Handler) -> Handler:
    model = botocore.session.get_session().get_service_model(service)

    async def handle_and_record(
        method: str, path: str, headers: dict[str, str], body: bytes, params: dict[str, Any]
    ) -> Answer:
        answer = await handle(method, path, headers, body, params)
        name = _operation_name(headers, body)
        if is_recorded(service, name) and name in model.operation_names:
            operation = model.operation_model(name)
            _record(service, operation, _members(operation, headers, body), headers, answer)
        return answer

    return handle_and_record


def _operation_name(headers: dict[str, str], body: bytes) -> str:
    if "x-amz-target" in headers:
        return headers["x-amz-target"].rpartition(".")[2]
    return _form(body).get("Action", "")


def _members(operation: OperationModel, headers: dict[str, str], body: bytes) -> dict[str, Any]:
    """The request's members, from either protocol; none for a body that makes no sense, which the service refused."""
    if "x-amz-target" not in headers:
        return parse_form(operation.input_shape, _form(body))
    try:
        found: Any = json.loads(body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _form(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))


def _record(
    service: str, operation: OperationModel, members: dict[str, Any], headers: dict[str, str], answer: Answer
) -> None:
    output = _parse(operation, answer)
    failure = output.get("Error")
    error = (str(failure["Code"]), str(failure["Message"])) if failure else None
    spell = partial(cloudtrail.as_recorded, service=service, mask_maps=False)
    cloudtrail.record(
        event_source(service),
        operation.name,
        headers=headers,
        request=spell(operation.input_shape, members),
        response=None if error else spell(operation.output_shape, output, response=True),
        error=error,
        region=event_region(service),
    )


def _parse(operation: OperationModel, answer: Answer) -> dict[str, Any]:
    """The answer as a client reads it, with dates as epoch seconds."""
    factory = ResponseParserFactory()
    factory.set_parser_defaults(timestamp_parser=lambda value: parse_timestamp(value).timestamp())
    status, headers, body = answer
    told = {"status_code": status, "headers": headers, "body": body}
    protocol = operation.service_model.metadata["protocol"]
    parser: Any = factory.create_parser(protocol)
    found: dict[str, Any] = parser.parse(told, operation.output_shape)
    return found
