"""What became of a change, and what became of a scope: every signal ends in one of these."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lambdas.core.accounts import Account, AccountState
from lambdas.core.assignments import Action, Names
from lambdas.core.plan import Change, Plan


class Result(StrEnum):
    """DONE is verified by AWS's own status. LATER and FAILED are brought back; STUCK waits for a person, too."""

    DONE = "done"
    LATER = "later"
    FAILED = "failed"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One change and its result; `detail` is AWS's reason where there is one."""

    change: Change
    result: Result
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One loop over one scope. `held` says why nothing was applied; `gone` are ids AWS does not know."""

    plan: Plan
    outcomes: tuple[Outcome, ...] = ()
    accounts: tuple[Account, ...] = ()
    gone: frozenset[str] = frozenset()
    held: str = ""
    names: Names = field(default_factory=Names)

    def unfinished(self) -> frozenset[str]:
        """The accounts to look at again: a change is not done, or AWS is still preparing the account."""
        preparing = {a.id for a in self.accounts if a.state is AccountState.PENDING_ACTIVATION}
        open_changes = {o.change.assignment.account_id for o in self.outcomes if o.result is not Result.DONE}
        return frozenset(preparing | open_changes)

    def noteworthy(self) -> frozenset[str]:
        """The accounts in which anything was due, is unfinished, or is not managed."""
        assignments = [
            *(o.change.assignment for o in self.outcomes),
            *(w.change.assignment for w in self.plan.withheld),
            *(c.assignment for c in (self.plan.changes if self.held else ())),
            *self.plan.unmanaged,
        ]
        return self.unfinished() | {assignment.account_id for assignment in assignments}

    def document(self, account_id: str) -> dict[str, Any]:
        """The record of one account of the scope."""
        outcomes = [o for o in self.outcomes if o.change.assignment.account_id == account_id]
        return {
            "result": self._result(account_id, outcomes),
            "granted": [self._line(o) for o in outcomes if _is_done(o, Action.GRANT)],
            "revoked": [self._line(o) for o in outcomes if _is_done(o, Action.REVOKE)],
            "unfinished": [self._line(o) for o in outcomes if o.result is not Result.DONE],
            "withheld": [
                {"assignment": self.names.describe(w.change.assignment), "because": w.because}
                for w in self.plan.withheld
                if w.change.assignment.account_id == account_id
            ],
            "unmanaged": [self.names.describe(a) for a in self.plan.unmanaged if a.account_id == account_id],
            "findings": list(self.plan.findings),
        }

    def _result(self, account_id: str, outcomes: list[Outcome]) -> str:
        if account_id in self.gone:
            return "account no longer exists"
        state = next((a.state for a in self.accounts if a.id == account_id), AccountState.UNKNOWN)
        if state is not AccountState.ACTIVE:
            return f"account is {state}: not written to"
        if self.held:
            return f"held: {self.held}"
        if any(o.result is not Result.DONE for o in outcomes):
            return "unfinished"
        return "changed" if outcomes else "nothing to do"

    def _line(self, outcome: Outcome) -> dict[str, Any]:
        line: dict[str, Any] = {
            "assignment": self.names.describe(outcome.change.assignment),
            "reasons": list(outcome.change.reasons),
        }
        if outcome.detail:
            line["detail"] = outcome.detail
        return line


def _is_done(outcome: Outcome, action: Action) -> bool:
    return outcome.result is Result.DONE and outcome.change.action is action
