"""cdk.json: everything in it is kept, but for the settings that are new."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lambdas.core.errors import RejectError


def read_cdk_file(file: Path) -> dict[str, Any]:
    """The whole document. RejectError where there is none, since it also says how to run the app."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RejectError(f"{file}: not in this folder; run this where Gatehouse's {file.name} is") from error
    except ValueError as error:
        raise RejectError(f"{file}: not JSON: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("context", {}), dict):
        raise RejectError(f"{file}: expected a JSON object with an object 'context' in it")
    return document


def write_cdk_file(file: Path, document: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """In the order in which it was read, as the CDK writes it."""
    text = json.dumps({**document, "context": dict(context)}, indent=2, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")
