"""One emulated JSON service: from an HTTP request to an operation and back."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

import botocore.session
from botocore.model import ListShape, OperationModel, ServiceModel
from ministack.core.router import extract_access_key_id

from sandbox.emulator import cloudtrail
from sandbox.emulator.cloudtrail_events import event_source, is_recorded
from sandbox.emulator.identity.wire.calls import Calls
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.faults import Fault, Faults
from sandbox.emulator.identity.wire.validation import check_input

Operation = Callable[[dict[str, Any]], dict[str, Any]]
Answer = tuple[int, dict[str, str], bytes]
# What a call must pass before it is looked at: quotas, and who may call at all. Raises AwsError.
Admission = Callable[[str], None]


class Endpoint:
    """Answers as the service does: injected faults, admission, validation, the operation, its CloudTrail record."""

    def __init__(
        self,
        service: str,
        operations: Mapping[str, Operation],
        *,
        admit: Admission,
        faults: Faults,
        calls: Calls,
        validation_code: str = "ValidationException",
    ) -> None:
        self._service = service
        self._model: ServiceModel = botocore.session.get_session().get_service_model(service)
        self._operations = operations
        self._admit = admit
        self._faults = faults
        self._calls = calls
        self._validation_code = validation_code

    async def __call__(
        self, method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]
    ) -> Answer:
        """ministack's handler signature: one request, answered."""
        name, payload = self._read(method, path, headers, body, query)
        identity = cloudtrail.caller_identity(extract_access_key_id(headers))
        self._calls.count(self._service, name, identity["arn"])
        fault = self._faults.take(name, payload)
        if fault is not None and fault.delay:
            await asyncio.sleep(fault.delay)
        if fault is not None and fault.status:
            failure = {"__type": "InternalServerException", "Message": fault.message}
            return self._encode(name, fault.status, failure)
        return self._answer(name, payload, headers, fault)

    def _read(
        self, _method: str, _path: str, headers: dict[str, str], body: bytes, _query: dict[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        """The operation a request names, and its members."""
        return headers.get("x-amz-target", "").rpartition(".")[2], json.loads(body or b"{}")

    def _encode(self, _name: str, status: int, document: dict[str, Any]) -> Answer:
        """An operation's output or error as an HTTP answer."""
        present = {name: value for name, value in document.items() if value is not None}
        return status, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(present).encode()

    def call_from_cloudformation(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        """A call that CloudFormation makes for a stack: recorded as its own, free of quotas, faults and counters."""
        output = self._operations[name](payload)
        service = "cloudformation.amazonaws.com"
        identity = cloudtrail.caller_identity("") | {"invokedBy": service}
        self._record(name, payload, headers={"user-agent": service}, output=output, user_identity=identity)
        return output

    def _answer(self, name: str, payload: dict[str, Any], headers: dict[str, str], fault: Fault | None) -> Answer:
        try:
            output = self._perform(name, payload, fault)
        except AwsError as error:
            self._record(name, payload, headers=headers, error=error)
            return self._encode(name, 400, {"__type": error.code, "Message": error.message, **error.members})
        self._record(name, payload, headers=headers, output=output)
        return self._encode(name, 200, output)

    def _perform(self, name: str, payload: dict[str, Any], fault: Fault | None) -> dict[str, Any]:
        operation = self._operations.get(name)
        if operation is None:
            raise AwsError("UnknownOperationException", f"{self._service} has no {name} in the sandbox")
        self._admit(name)
        if fault is not None and fault.error:
            raise AwsError(fault.error, fault.message)
        model = self._model.operation_model(name)
        check_input(model.input_shape, payload, code=self._validation_code)
        output = operation(payload)
        return _damaged(model, output, fault.answer) if fault is not None and fault.answer else output

    def _record(
        self,
        name: str,
        payload: dict[str, Any],
        *,
        headers: dict[str, str],
        output: dict[str, Any] | None = None,
        error: AwsError | None = None,
        user_identity: dict[str, Any] | None = None,
    ) -> None:
        if name not in self._operations or not is_recorded(self._service, name):
            return
        model = self._model.operation_model(name)
        cloudtrail.record(
            event_source(self._service),
            name,
            headers=headers,
            request=cloudtrail.as_recorded(model.input_shape, payload, service=self._service),
            response=cloudtrail.as_recorded(model.output_shape, output, service=self._service, response=True),
            error=(error.code, error.message) if error else None,
            user_identity=user_identity,
        )


def _damaged(model: OperationModel, output: dict[str, Any], kind: str) -> dict[str, Any]:
    """The answer without all ("empty") or half ("truncated") of its items, and without a sign that any are missing."""
    members = model.output_shape.members if model.output_shape is not None else {}
    lists = [name for name, shape in members.items() if isinstance(shape, ListShape) and name in output]
    kept = {name: output[name][: len(output[name]) // 2] if kind == "truncated" else [] for name in lists}
    return {**{name: value for name, value in output.items() if name != "NextToken"}, **kept}
