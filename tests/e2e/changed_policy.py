"""What is deployed, under another policy for a while: the same function and role, another access.json in its asset."""

import io
import json
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sandbox.demo.stage import Stage

POLICY_FILE = "access.json"


@contextmanager
def workers_policy(stage: Stage, **workers: Any) -> Iterator[None]:
    """While it lasts, the function of the workers lane has a policy whose `workers` say this as well."""
    functions, name = stage.sandbox.client("lambda"), stage.outputs["WorkerChangedFunction"]
    location = functions.get_function(FunctionName=name)["Code"]["Location"]
    with urllib.request.urlopen(stage.sandbox.reachable(location), timeout=60) as answer:  # noqa: S310
        before = answer.read()
    functions.update_function_code(FunctionName=name, ZipFile=_changed(before, workers))
    try:
        yield
    finally:
        functions.update_function_code(FunctionName=name, ZipFile=before)


def _changed(asset: bytes, workers: dict[str, Any]) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(asset)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED, True, 1) as new:
        for item in old.infolist():
            content = old.read(item)
            new.writestr(item, _with(content, workers) if item.filename == POLICY_FILE else content)
    return changed.getvalue()


def _with(policy: bytes, workers: dict[str, Any]) -> bytes:
    document = json.loads(policy)
    document["workers"] |= workers
    return json.dumps(document).encode()
