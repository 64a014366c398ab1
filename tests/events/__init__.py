"""The project's own event records, in AWS's shapes.

Fidelity: each file keeps the shape (members, casing, types, envelope) of records that AWS documents or that others have
captured; every id, name, address and time is made up. README.md beside this file says which shape is how sure.
"""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def load(name: str) -> dict[str, Any]:
    """One record, by its path below this folder."""
    record: dict[str, Any] = json.loads((FOLDER / name).read_text())
    return record
