"""A plan that waits for a person: what is kept of it, until when it may be approved, and by which words it is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from lambdas.core.approval import NOT_APPROVED, Approval, digests
from lambdas.core.assignments import Names
from lambdas.core.plan import Plan
from lambdas.core.plan_forms import make_document
from lambdas.core.scopes import Scope

# Long enough for a weekend and a holiday; after that nobody remembers what was asked.
EXPIRES_AFTER = timedelta(days=7)
# A state-table item holds 400 KB: more changes than this are counted, not listed.
MOST_CHANGES = 200
# Of a plan with more changes than this, what is left after a part of it is asked again: no item would hold all digests.
MOST_DIGESTS = 10_000
IN_MESSAGE = 20
# The kinds of what is held.
PLAN, LEAVERS = "plan", "leavers"


class HeldStatus(StrEnum):
    """WAITING for a person; APPROVED and on its way; APPLYING, with a part still to do; APPLIED.

    Or EXPIRED, since nobody decided; or CHANGED: another plan came out.
    """

    WAITING = "waiting"
    APPROVED = "approved"
    APPLYING = "applying"
    APPLIED = "applied"
    EXPIRED = "expired"
    CHANGED = "changed"


OPEN = (HeldStatus.WAITING, HeldStatus.APPROVED, HeldStatus.APPLYING)


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a plan is held, where it came from, and what is asked."""

    plan: Plan
    names: Names
    because: str
    lane: str
    scope: Scope

    @property
    def id(self) -> str:
        """What people type: the first 12 digits of the fingerprint, so the same plan is the same hold."""
        return self.plan.fingerprint()[:12]

    def to_document(self, now: datetime) -> dict[str, Any]:
        """As the state table keeps it."""
        plan = make_document(self.plan, self.names, self.because)
        shown = {
            "counts": plan["counts"],
            "changes": plan["changes"][:MOST_CHANGES],
            "frozen": plan["frozen"],
            "findings": plan["findings"],
        }
        return {
            "kind": PLAN,
            "id": self.id,
            "fingerprint": self.plan.fingerprint(),
            "status": str(HeldStatus.WAITING),
            "because": self.because,
            "lane": self.lane,
            "scope": self.scope.to_document(),
            "grants": len(self.plan.grants),
            "revokes": len(self.plan.revokes),
            "plan": shown,
            "digests": sorted(digests(self.plan.changes)) if len(self.plan.changes) <= MOST_DIGESTS else [],
            "at": now.isoformat(),
            "expires_at": (now + EXPIRES_AFTER).isoformat(),
        }


def parse_approval(document: Mapping[str, Any] | None) -> Approval:
    """What a person has approved; nothing, where nobody has."""
    if document is None or document["status"] not in (HeldStatus.APPROVED, HeldStatus.APPLYING):
        return NOT_APPROVED
    under_way = document["status"] == HeldStatus.APPLYING
    return Approval(document["fingerprint"], frozenset(document["digests"]), under_way)


def is_waiting(document: Mapping[str, Any] | None, now: datetime) -> bool:
    """Whether a person may still decide."""
    return document is not None and document["status"] == HeldStatus.WAITING and not is_expired(document, now)


def is_open(document: Mapping[str, Any] | None, now: datetime) -> bool:
    """Whether it is waiting, or approved and not at its end: the same plan need not be asked for again."""
    return document is not None and document["status"] in OPEN and not is_expired(document, now)


def is_approvable(document: Mapping[str, Any], now: datetime) -> bool:
    """Whether a person may approve it: it waits, or was approved and, perhaps, never reached its lane."""
    return document["status"] in (HeldStatus.WAITING, HeldStatus.APPROVED) and not is_expired(document, now)


def is_expired(document: Mapping[str, Any], now: datetime) -> bool:
    """Whether its time is over. Leavers wait without an end: somebody who has left still has access."""
    return document["kind"] != LEAVERS and datetime.fromisoformat(document["expires_at"]) <= now


def ask_text(hold: Hold) -> tuple[str, str]:
    """Subject and message for the people who decide."""
    plan = hold.plan
    shown = [f"  {change.action} {hold.names.describe(change.assignment)}" for change in plan.changes[:IN_MESSAGE]]
    rest = [f"  and {len(plan.changes) - IN_MESSAGE} more"] if len(plan.changes) > IN_MESSAGE else []
    lines = (
        f"Nothing was applied: {hold.because}.",
        f"The plan has {len(plan.revokes)} revokes and {len(plan.grants)} grants:",
        *shown,
        *rest,
        "",
        "If it is right:   gatehouse approve " + hold.id,
        "To read it first: gatehouse held " + hold.id,
        f"If it is wrong, mend the policy or what it rests on. It expires in {EXPIRES_AFTER.days} days.",
    )
    return f"Gatehouse holds a plan: gatehouse approve {hold.id}", "\n".join(lines)
