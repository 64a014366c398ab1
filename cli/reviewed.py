"""The plan that a person has read, and whether it is still the plan."""

import json
from pathlib import Path

from cli.messages import end
from cli.statuses import Status


def read_fingerprint(file: Path) -> str:
    """The fingerprint in a plan that `gatehouse plan --out FILE.json` wrote; 64 for any other file."""
    try:
        document = json.loads(file.read_bytes())
    except OSError as error:
        end(f"{file}: cannot be read: {error.strerror}", Status.BAD_USAGE)
    except ValueError:
        document = None
    fingerprint = document.get("fingerprint") if isinstance(document, dict) else None
    if not isinstance(fingerprint, str):
        end(f"{file}: expected a plan that `gatehouse plan --out FILE.json` wrote", Status.BAD_USAGE)
    return fingerprint


def refuse_another(file: Path, fingerprint: str) -> None:
    """End with 1 when what would be done now is not what that plan says."""
    reviewed = read_fingerprint(file)
    if reviewed != fingerprint:
        end(
            f"Not applied: {file} has the fingerprint {reviewed[:12]}, and what would be done now {fingerprint[:12]}. "
            "The policy or AWS has changed since, or the accounts are others: plan and review again.",
            Status.FAILED,
        )
