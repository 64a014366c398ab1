"""From an EventBridge event to the scope to look at.

An event is only a hint that something may have changed: nothing it says beyond its scope is believed. What counts as
one stands in the table of `signal_kinds`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lambdas.core.assignments import Action
from lambdas.core.errors import RejectError
from lambdas.core.event_paths import find_account_ids, find_principals, find_values
from lambdas.core.patterns import holds
from lambdas.core.rules import EventRule
from lambdas.core.scopes import Place, Requested, Scope
from lambdas.core.signal_kinds import DEPLOYED, KINDS, Kind, organizations

WAKE_SOURCE = "gatehouse"
ACCOUNT_DUE = "AccountDue"
# Kinds of Gatehouse's own making: a sweep, an audit, an approved plan, and the end of an exception.
SWEEP_DUE = "SweepDue"
AUDIT_DUE = "AuditDue"
PLAN_APPROVED = "PlanApproved"
EXCEPTION_ENDS = "ExceptionEnds"


@dataclass(frozen=True, slots=True)
class Signal:
    """One event, read. `attempt` counts the wake-ups this scope has already had; `since` is when it first came up.

    `approved` is the id of the held plan that a person has approved for this scope. `after` is the account at which an
    audit goes on.
    """

    kind: str
    scope: Scope
    event_id: str
    since: str
    attempt: int = 0
    approved: str = ""
    after: str = ""


def event_rules() -> tuple[EventRule, ...]:
    """The rules of the default bus that feed the accounts lane."""
    return tuple(kind.rule() for kind in KINDS)


def edge_rules() -> tuple[EventRule, ...]:
    """Those of them whose events exist in us-east-1 only."""
    return tuple(kind.rule() for kind in organizations.KINDS)


def sweep_rules() -> tuple[EventRule, ...]:
    """The rules of the default bus that feed the sweep lane."""
    return (DEPLOYED.rule(),)


def parse_signal(event: Mapping[str, Any]) -> Signal:
    """Read one EventBridge event. Raises RejectError for one that is of no kind in the table."""
    if event.get("source") == WAKE_SOURCE and event.get("detail-type") == ACCOUNT_DUE:
        return _parse_own(event)
    detail = event.get("detail")
    if not isinstance(detail, Mapping):
        raise RejectError("not an EventBridge event: it has no 'detail' object")
    kind = next((kind for kind in (*KINDS, DEPLOYED) if holds(kind.pattern, event)), None)
    if kind is None:
        what = detail.get("eventName") or event.get("detail-type")
        raise RejectError(f"no kind of signal: {detail.get('eventSource') or event.get('source')} {what}")
    # CloudTrail's eventID names the record; the envelope's id differs on each delivery.
    event_id = detail.get("eventID") or event.get("id") or ""
    since = detail.get("eventTime") or event.get("time") or ""
    return Signal(kind.name, _read_scope(kind, event), str(event_id), str(since))


def _read_scope(kind: Kind, event: Mapping[str, Any]) -> Scope:
    accounts, arns = find_account_ids(event, kind.accounts_at), find_values(event, kind.permission_sets_at)
    places = frozenset(Place(account_id, arn) for account_id in accounts for arn in arns)
    scope = Scope(
        accounts=frozenset() if places else accounts,
        principals=find_principals(event, kind.about) if kind.about else frozenset(),
        permission_sets=frozenset() if places else arns,
        places=places,
        requested=frozenset(
            Requested(action, request_id)
            for action, paths in ((Action.GRANT, kind.granting_at), (Action.REVOKE, kind.revoking_at))
            for request_id in find_values(event, paths)
        ),
        retagged=accounts if kind.tells_tags else frozenset(),
    )
    return scope if scope or kind.named_only else Scope(everything=True)


def make_wake(signal: Signal) -> dict[str, Any]:
    """The event that brings a signal back, later or to another lane: read by `parse_signal` like any other."""
    return {
        "source": WAKE_SOURCE,
        "detail-type": ACCOUNT_DUE,
        "id": signal.event_id,
        "detail": {
            "kind": signal.kind,
            "scope": signal.scope.to_document(),
            "attempt": signal.attempt,
            "since": signal.since,
            **({"approved": signal.approved} if signal.approved else {}),
            **({"after": signal.after} if signal.after else {}),
        },
    }


def _parse_own(event: Mapping[str, Any]) -> Signal:
    try:
        detail = event["detail"]
        return Signal(
            str(detail.get("kind") or ACCOUNT_DUE),
            Scope.parse(detail["scope"]),
            str(event["id"]),
            str(detail["since"]),
            int(detail["attempt"]),
            str(detail.get("approved", "")),
            str(detail.get("after", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RejectError(f"a wake-up that Gatehouse did not write: {error!r}") from error
