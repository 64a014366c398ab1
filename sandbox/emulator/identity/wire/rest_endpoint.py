"""One emulated service of the protocol rest-json: the operation stands in method and path."""

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from botocore.model import ListShape, OperationModel

from sandbox.emulator.identity.wire.endpoint import Answer, Endpoint

NO_CONTENT = 204


class RestEndpoint(Endpoint):
    """Reads and answers as botocore's model of the service says; everything between is as in any other service."""

    @cached_property
    def _routes(self) -> list[tuple[str, re.Pattern[str], OperationModel]]:
        models = (self._model.operation_model(name) for name in self._model.operation_names)
        return [(str(model.http["method"]), _path_pattern(str(model.http["requestUri"])), model) for model in models]

    def _read(
        self, method: str, path: str, _headers: dict[str, str], body: bytes, query: dict[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        for wanted, pattern, model in self._routes:
            match = pattern.fullmatch(path) if wanted == method else None
            if match:
                payload = {**json.loads(body or b"{}"), **match.groupdict(), **dict(_in_query(model, query))}
                return model.name, payload
        return f"{method} {path}", {}

    def _encode(self, name: str, status: int, document: dict[str, Any]) -> Answer:
        if status < 400:  # noqa: PLR2004  (HTTP's own border)
            status = int(self._model.operation_model(name).http["responseCode"])
        else:
            status = self._error_status(str(document["__type"]), status)
        answer = super()._encode(name, status, document)
        return (status, answer[1], b"") if status == NO_CONTENT else answer

    def _error_status(self, code: str, otherwise: int) -> int:
        """What the model says of an error; it does not say it of every one."""
        traits = self._model.shape_for(code).metadata.get("error", {}) if code in self._model.shape_names else {}
        return int(traits.get("httpStatusCode", otherwise))


def _path_pattern(uri: str) -> re.Pattern[str]:
    """The last member of a path may hold slashes, as ARNs do: they arrive decoded."""
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>.+)", uri))


def _in_query(model: OperationModel, query: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, shape in (model.input_shape.members if model.input_shape is not None else {}).items():
        values = query.get(str(shape.serialization.get("name")), [])
        if shape.serialization.get("location") == "querystring" and values:
            listed = values if isinstance(values, list) else [values]
            yield name, listed if isinstance(shape, ListShape) else listed[0]
