"""What comes to the lanes: events as EventBridge delivers them."""

from datetime import UTC, datetime
from typing import Any

from lambdas.core.scopes import Scope
from lambdas.core.signals import SWEEP_DUE, Signal, make_wake
from lambdas.core.workers import WORKER_SOURCE


def sweep_due(event_id: str = "sweep") -> dict[str, Any]:
    """A look at everything, as the nightly schedule asks for it."""
    return make_wake(Signal(SWEEP_DUE, Scope(everything=True), event_id, _now()))


def account_created(account_id: str) -> dict[str, Any]:
    """CreateAccountResult as CloudTrail reports it through EventBridge."""
    status = {"state": "SUCCEEDED", "accountId": account_id, "accountName": "****"}
    return {
        "id": f"created-{account_id}",
        "source": "aws.organizations",
        "detail-type": "AWS Service Event via CloudTrail",
        "detail": {
            "eventSource": "organizations.amazonaws.com",
            "eventName": "CreateAccountResult",
            "eventID": f"created-{account_id}",
            "eventTime": _now(),
            "serviceEventDetails": {"createAccountStatus": status},
        },
    }


def worker_left(email: str) -> dict[str, Any]:
    """HR says that a worker has left, now."""
    detail = {
        "id": f"left-{email}",
        "type": "worker.left",
        "timestamp": _now(),
        "data": {"email": email, "effective_at": _now()},
    }
    return {"id": f"left-{email}", "source": WORKER_SOURCE, "detail-type": "worker.left", "detail": detail}


def _now() -> str:
    return datetime.now(UTC).isoformat()
