"""Events in files, in every form people have them: from EventBridge or CloudTrail, one or many, compressed or not."""

import gzip
import io
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lambdas.core.errors import RejectError

GZIP = b"\x1f\x8b"
# A CloudTrail log file has some MB, unpacked some tens: what is larger is none, or a trap.
LARGEST = 256 * 1024 * 1024
# eventType of CloudTrail's record -> the detail-type EventBridge gives it (EventBridge User Guide, CloudTrail events).
# In lower case: CloudTrail writes both AwsConsoleSignIn and AwsConsoleSignin.
DETAIL_TYPES = {
    "awsapicall": "AWS API Call via CloudTrail",
    "awsserviceevent": "AWS Service Event via CloudTrail",
    "awsconsoleaction": "AWS Console Action via CloudTrail",
    "awsconsolesignin": "AWS Console Sign In via CloudTrail",
}


def read_events(file: Path) -> list[Any]:
    """What stands in the file, one by one: the only document, the items of a list, the Records of a CloudTrail log.

    Raises RejectError for what cannot be read, is no JSON, or is too large.
    """
    document = _parse(_unpack(_read(file)))
    if isinstance(document, Mapping) and isinstance(document.get("Records"), list):
        return list(document["Records"])
    return document if isinstance(document, list) else [document]


def make_event(found: Any) -> Mapping[str, Any]:
    """The EventBridge event: as it is, or a CloudTrail record in the envelope EventBridge would give it.

    Raises RejectError for what is neither.
    """
    if not isinstance(found, Mapping):
        raise RejectError(f"expected an event, found {_name_type(found)}")
    if isinstance(found.get("detail"), Mapping):
        return found
    if isinstance(found.get("eventName"), str) and isinstance(found.get("eventSource"), str):
        return _wrap(found)
    raise RejectError("neither an EventBridge event ('detail') nor a CloudTrail record ('eventSource' and 'eventName')")


def _wrap(record: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "version": "0",
        "id": str(record.get("eventID") or ""),
        "detail-type": DETAIL_TYPES.get(str(record.get("eventType")).lower(), DETAIL_TYPES["awsapicall"]),
        "source": f"aws.{record['eventSource'].partition('.')[0]}",
        "account": str(record.get("recipientAccountId") or ""),
        "time": str(record.get("eventTime") or ""),
        "region": str(record.get("awsRegion") or ""),
        "resources": [],
        "detail": record,
    }


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise RejectError(f"cannot be read: {error.strerror}") from error


def _unpack(content: bytes) -> bytes:
    if not content.startswith(GZIP):
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            unpacked = packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise RejectError(f"not a whole gzip file: {error}") from error
    if len(unpacked) > LARGEST:
        raise RejectError(f"larger than {LARGEST // 1024 // 1024} MB when unpacked")
    return unpacked


def _parse(content: bytes) -> Any:
    try:
        return json.loads(content)
    except RecursionError as error:
        raise RejectError("not an event: nested too deeply") from error
    except ValueError as error:
        raise RejectError(f"not JSON: {error}") from error


def _name_type(found: Any) -> str:
    return {list: "a list", str: "text", bool: "a truth value", type(None): "null"}.get(type(found), "a number")
