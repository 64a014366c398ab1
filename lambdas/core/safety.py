"""What keeps a plan from doing harm: small filters over a plan, each with its truth table in the tests."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import reduce

from lambdas.core.assignments import Action, Assignment
from lambdas.core.desired import Known, Pair
from lambdas.core.plan import Change, Plan, Withheld
from lambdas.core.policy import BreakGlass, MaxRevokes


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """The ids of what the policy calls break glass: no plan revokes any of it.

    `written` is what stands in the policy, which may be ids: those hold also where nobody knows the name to it.
    """

    permission_set_arns: frozenset[str] = frozenset()
    principal_ids: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()

    @classmethod
    def of(cls, break_glass: BreakGlass, known: Known) -> "OutOfReach":
        """What the globs and ids of the policy mean, among the names it has or had, and the ids they have in AWS."""
        people = _meant(break_glass.groups, known.groups) | _meant(break_glass.directory_users, known.users)
        written = (*break_glass.permission_sets, *break_glass.groups, *break_glass.directory_users)
        return cls(_meant(break_glass.permission_sets, known.permission_sets), people, frozenset(written))

    def covers(self, change: Change) -> bool:
        """Whether this change would take break-glass access away."""
        return change.action is Action.REVOKE and self.has(change.assignment)

    def has(self, assignment: Assignment) -> bool:
        """Whether this assignment is break-glass access."""
        arn, principal_id = assignment.permission_set_arn, assignment.principal_id
        return (
            arn in self.permission_set_arns
            or principal_id in self.principal_ids
            or not self.written.isdisjoint((arn, _last_part(arn), principal_id))
        )


def _meant(globs: Iterable[str], known: Mapping[str, str]) -> frozenset[str]:
    """The ids whose name fits a glob, or that are written as ids: whole, or the last part of an ARN (ps-...)."""
    return frozenset(
        found
        for name, found in known.items()
        if any(fnmatchcase(name, glob) or glob in (found, _last_part(found)) for glob in globs)
    )


def _last_part(arn: str) -> str:
    return arn.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Freeze:
    """A reading that cannot be trusted, and what rests on it: some accounts, some pairs, or all there is.

    `grants_too`: a grant can be as wrong as a revoke, as where a rule says `not`. `lasting`: looking again will not end
    it, only a person will, so it is a finding.
    """

    because: str
    accounts: frozenset[str] = frozenset()
    pairs: frozenset[Pair] = frozenset()
    everything: bool = False
    grants_too: bool = False
    lasting: bool = False

    def covers(self, change: Change) -> bool:
        """Whether this change is one that must not rest on the reading."""
        assignment = change.assignment
        rests_on_it = self.everything or assignment.account_id in self.accounts or Pair.of(assignment) in self.pairs
        return rests_on_it and (self.grants_too or change.action is Action.REVOKE)


def freeze(plan: Plan, freezes: Iterable[Freeze]) -> Plan:
    """A failed read is not an empty answer: what rests on it is not revoked. Grants go on."""
    return reduce(_freeze_one, freezes, plan)


def _freeze_one(plan: Plan, found: Freeze) -> Plan:
    plan = withhold(plan, found.covers, found.because)
    if found.lasting:
        return replace(plan, findings=(*plan.findings, found.because))
    return replace(plan, frozen=(*plan.frozen, found.because))


def spare_break_glass(plan: Plan, out_of_reach: OutOfReach) -> Plan:
    """Break-glass assignments may be granted, never revoked."""
    return withhold(plan, out_of_reach.covers, "break glass is out of reach")


def withhold(plan: Plan, covers: Callable[[Change], bool], because: str) -> Plan:
    """Move the changes that `covers` names from what is done to what is held back."""
    kept = tuple(change for change in plan.changes if not covers(change))
    held = tuple(Withheld(change, because) for change in plan.changes if covers(change))
    return replace(plan, changes=kept, withheld=(*plan.withheld, *held))


# revokes   count  whole organization  share of what is there   held
# 20        20     any                 any                      no: not more than the count
# 21        20     any                 any                      yes
#  5        20     no                  over max_revokes.share   no: one account is its own whole, every move is 100 %
#  5        20     yes                 over max_revokes.share   yes
def too_dangerous(plan: Plan, limit: MaxRevokes, *, managed_now: int, whole_organization: bool) -> str | None:
    """Why a person must approve this plan first, or None.

    `managed_now` is how many managed assignments were read.
    """
    revokes = len(plan.revokes)
    if revokes > limit.count:
        return f"{revokes} revokes are more than max_revokes.count {limit.count}"
    if whole_organization and managed_now and revokes > limit.share * managed_now:
        return f"{revokes} revokes of {managed_now} assignments are more than max_revokes.share {limit.share:.0%}"
    return None
