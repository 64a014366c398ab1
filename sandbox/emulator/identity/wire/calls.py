"""Who called what, how often: `/_local/calls`, for budgets of API calls."""

import re
from collections import Counter
from typing import Any

_SESSION = re.compile(r"arn:aws:sts::(\d{12}):assumed-role/([^/]+)/.+")


class Calls:
    """Counters by service and operation, and by caller; a role's sessions count as the role."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, str]] = Counter()

    def count(self, service: str, operation: str, caller_arn: str) -> None:
        """One more call, answered or not."""
        self._counts[service, operation, _role_of(caller_arn)] += 1

    def answer(self, _body: dict[str, Any]) -> dict[str, Any]:
        """`{total, operations: {service: {operation: n}}, callers: {arn: {"service:Operation": n}}}`."""
        operations: dict[str, Counter[str]] = {}
        callers: dict[str, Counter[str]] = {}
        for (service, operation, caller), count in self._counts.items():
            operations.setdefault(service, Counter())[operation] += count
            callers.setdefault(caller, Counter())[f"{service}:{operation}"] += count
        return {"total": self._counts.total(), "operations": operations, "callers": callers}

    def reset(self, _body: dict[str, Any]) -> dict[str, Any]:
        """Start again from zero."""
        self._counts.clear()
        return {}


def _role_of(caller_arn: str) -> str:
    session = _SESSION.fullmatch(caller_arn)
    return f"arn:aws:iam::{session[1]}:role/{session[2]}" if session else caller_arn
