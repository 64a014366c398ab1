"""What became of a change, and what became of a scope: every signal ends in one of these."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from lambdas.core.accounts import Account, AccountState
from lambdas.core.assignments import Action, Assignment, Names, Principal
from lambdas.core.desired import Pair
from lambdas.core.drift import ONLY_REPORTED
from lambdas.core.memory import Holder
from lambdas.core.plan import Change, Plan
from lambdas.core.review import Reviewed
from lambdas.core.scopes import Requested
from lambdas.core.signals import Signal


class Result(StrEnum):
    """DONE is verified by AWS's status or a re-read. LATER and FAILED come back; STUCK waits for a person, too."""

    DONE = "done"
    LATER = "later"
    FAILED = "failed"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One change and its result; `detail` is AWS's reason where there is one.

    `request_id` is that of a request AWS has not decided yet.
    """

    change: Change
    result: Result
    detail: str = ""
    request_id: str = ""


@dataclass(frozen=True)
class Report:
    """One loop over one scope: the plan as it was reviewed, what became of each change, and what asked for it."""

    reviewed: Reviewed
    outcomes: tuple[Outcome, ...] = ()
    signals: tuple[Signal, ...] = ()

    @property
    def plan(self) -> Plan:
        """What was due."""
        return self.reviewed.plan

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts that were looked at."""
        return self.reviewed.accounts

    @property
    def gone(self) -> frozenset[str]:
        """The ids AWS does not know."""
        return self.reviewed.gone

    @property
    def held(self) -> str:
        """Why nothing was applied, or empty."""
        return self.reviewed.held

    @property
    def names(self) -> Names:
        """The ids as people call them."""
        return self.reviewed.names

    @property
    def has_progressed(self) -> bool:
        """Whether anything was done at all."""
        return any(o.result is Result.DONE for o in self.outcomes)

    def postponed(self) -> frozenset[str]:
        """The accounts with changes that time did not allow, and nothing else is wrong with."""
        return frozenset(o.change.assignment.account_id for o in self.outcomes if o.result is Result.LATER)

    def requested(self) -> frozenset[Requested]:
        """The requests that AWS has not decided yet."""
        return frozenset(Requested(o.change.action, o.request_id) for o in self.outcomes if o.request_id)

    def unfinished(self) -> frozenset[str]:
        """The accounts to look at again: a change is not done, or AWS is still preparing the account."""
        preparing = {a.id for a in self.accounts if a.state is AccountState.PENDING_ACTIVATION}
        return frozenset(preparing | self._with_open_changes)

    def settled(self, holders: Mapping[Principal, Holder]) -> dict[Principal, Holder]:
        """Those of the holders that were looked at in every account, and are in line there now."""
        read = self.reviewed.read
        if not (read.whole or read.principals) or self.held or self.plan.frozen or self.unfinished():
            return {}
        looked_at = holders.keys() if read.principals is None else read.principals
        return {principal: holder for principal, holder in holders.items() if principal in looked_at}

    def in_part(self) -> frozenset[str]:
        """The accounts of which not everything managed was read: it was not asked for, or could not be."""
        read = self.reviewed.read
        if any(found.pairs and not found.lasting for found in read.freezes):
            return frozenset(account.id for account in self.accounts)
        return read.in_part()

    def out_of_line(self) -> frozenset[str]:
        """The accounts in which something is not as the policy says, whatever keeps it from being so."""
        due = self.plan.changes if self.held else ()
        kept_back = {w.change.assignment.account_id for w in self.plan.withheld}
        return self.unfinished() | kept_back | {change.assignment.account_id for change in due} | self.doubted()

    def doubted(self) -> frozenset[str]:
        """The accounts of which AWS's answer was not believed."""
        return frozenset(i for found in self.reviewed.read.freezes if found.grants_too for i in found.accounts)

    def noteworthy(self) -> frozenset[str]:
        """The accounts in which anything was due, is unfinished, or is newly found."""
        assignments = [
            *(o.change.assignment for o in self.outcomes),
            *(w.change.assignment for w in self.plan.withheld),
            *(c.assignment for c in (self.plan.changes if self.held else ())),
            *self.reviewed.news,
        ]
        return self.unfinished() | {assignment.account_id for assignment in assignments}

    def told(self) -> frozenset[Assignment]:
        """What people are told of once: unmanaged access, and drift that is only reported."""
        return frozenset({*self.reviewed.news, *(c.assignment for c in self.reported_drift())})

    def reported_drift(self) -> tuple[Change, ...]:
        """The drift that the policy leaves to people."""
        withheld = {w.change for w in self.plan.withheld if w.because == ONLY_REPORTED}
        return tuple(change for change in self.reviewed.drift if change in withheld)

    def lost_break_glass(self) -> tuple[Change, ...]:
        """The grants that are due because hands have taken break-glass access away."""
        is_lost = self.reviewed.out_of_reach.has
        return tuple(c for c in self.reviewed.drift if c.action is Action.GRANT and is_lost(c.assignment))

    def left_over(self) -> frozenset[Pair]:
        """The pairs of which AWS still has something after this loop, or of which that is not known."""
        revoked = {o.change.assignment for o in self.outcomes if _is_done(o, Action.REVOKE)}
        there = {Pair.of(found) for found in self.reviewed.read.assignments if found not in revoked}
        return frozenset(there.union(*(found.pairs for found in self.reviewed.read.freezes)))

    @cached_property
    def _with_open_changes(self) -> frozenset[str]:
        return frozenset(o.change.assignment.account_id for o in self.outcomes if o.result is not Result.DONE)


def _is_done(outcome: Outcome, action: Action) -> bool:
    return outcome.result is Result.DONE and outcome.change.action is action
