"""What is deployed, under another policy for a while: the same function and role, another access.json in its asset."""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sandbox.demo.stage import Stage
from sandbox.home import HOME_REGION

POLICY_FILE, ASSETS = "access.json", "cdk-hnb659fds-assets-"


@contextmanager
def workers_policy(stage: Stage, **workers: Any) -> Iterator[None]:
    """While it lasts, the function of the workers lane has a policy whose `workers` say this as well."""
    functions, name = stage.sandbox.client("lambda"), stage.outputs["WorkerChangedFunction"]
    before = _find_asset(stage)
    functions.update_function_code(FunctionName=name, ZipFile=_changed(before, workers))
    try:
        yield
    finally:
        functions.update_function_code(FunctionName=name, ZipFile=before)


def _find_asset(stage: Stage) -> bytes:
    """The asset of the functions, from the bucket that `cdk deploy` puts assets into."""
    bucket = stage.sandbox.client("s3")
    names = (found["Name"] for found in bucket.list_buckets()["Buckets"])
    (name,) = (name for name in names if name.startswith(ASSETS) and name.endswith(HOME_REGION))
    keys = (found["Key"] for found in bucket.list_objects_v2(Bucket=name)["Contents"])
    bodies = (bucket.get_object(Bucket=name, Key=key)["Body"].read() for key in keys if key.endswith(".zip"))
    return next(body for body in bodies if POLICY_FILE in zipfile.ZipFile(io.BytesIO(body)).namelist())


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
