"""Events of one worker, said in a few words."""

from typing import Any

from lambdas.core.workers import Worker, WorkerEvent, decide, parse_worker_event
from tests.flows.world import at

EMAIL = "lena@example.com"


def say(kind: str, said: str, effective: str = "", event_id: str = "", **facts: Any) -> WorkerEvent:
    """An event said on `said`, effective then or on `effective` ('05-04' is noon of that day in 2026)."""
    told = {"effective_at": _noon(effective or said), "email": EMAIL, "worker_id": "e-17", **facts}
    document = {"type": f"worker.{kind}", "timestamp": _noon(said), "data": told}
    return parse_worker_event(event_id or f"{kind}-{said}-{effective}", document)


def hear(*events: WorkerEvent, day: str) -> tuple[Worker, Any]:
    """What a worker nothing was known of is after these events, in this order, and what the last one asks for."""
    worker = Worker(key="e-17", worker_id="e-17", email=EMAIL)
    due: Any = None
    for event in events:
        decision = decide(worker, event, at(_noon(day)))
        worker, due = decision.worker, decision.due
    return worker, due


def _noon(day: str) -> str:
    return f"2026-{day}T12:00:00Z" if len(day) == 5 else day
