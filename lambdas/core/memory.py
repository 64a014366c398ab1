"""What Gatehouse remembers between loops. It is never believed in AWS's place: it says where to look twice.

Names of permission sets (AWS has no call that changes one), the pairs that the policy manages or has managed, and of
each account what it was like when it was last brought in line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from lambdas.core.assignments import Principal, PrincipalType
from lambdas.core.desired import Known, Pair
from lambdas.core.policy import Policy


@dataclass(frozen=True, slots=True)
class Holder:
    """A principal that the policy gives permission sets or has given them, by the name the policy had for it.

    `settled` is the name under which it was last brought in line in every account: another one is not known to be.
    """

    principal: Principal
    name: str
    permission_set_arns: frozenset[str]
    settled: str = ""

    @property
    def pairs(self) -> frozenset[Pair]:
        """The pairs it stands for."""
        return frozenset(Pair(*self.principal, arn) for arn in self.permission_set_arns)


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account as it was last seen in line with the policy.

    `desired` is the fingerprint of what should be there; `told` are the digests of what people have been told of;
    `doubted_since` is the ISO time since when AWS's answer about it is not believed.
    """

    tags: dict[str, str] = field(default_factory=dict)
    desired: str = ""
    told: frozenset[str] = frozenset()
    doubted_since: str = ""

    def to_document(self) -> dict[str, Any]:
        """Its JSON form."""
        return {
            "tags": self.tags,
            "desired": self.desired,
            "told": sorted(self.told),
            "doubted_since": self.doubted_since,
        }

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> Self:
        """What `to_document` wrote."""
        told = frozenset(document["told"])
        return cls(dict(document["tags"]), document["desired"], told, document["doubted_since"])


@dataclass(frozen=True, slots=True)
class Recalled:
    """The memory as one loop reads it. `accounts` are those of its scope."""

    permission_sets: dict[str, str] = field(default_factory=dict)
    holders: dict[Principal, Holder] = field(default_factory=dict)
    accounts: dict[str, KnownAccount] = field(default_factory=dict)

    @property
    def pairs(self) -> frozenset[Pair]:
        """Every pair that is remembered as managed."""
        return frozenset(pair for holder in self.holders.values() for pair in holder.pairs)


def holder_to_document(holder: Holder) -> dict[str, Any]:
    """The JSON form of a holder."""
    return {"name": holder.name, "permission_sets": sorted(holder.permission_set_arns), "settled": holder.settled}


def parse_holder(principal: Principal, document: Mapping[str, Any]) -> Holder:
    """What `holder_to_document` wrote."""
    return Holder(principal, document["name"], frozenset(document["permission_sets"]), document["settled"])


def make_holders(pairs: Iterable[Pair], known: Known) -> dict[Principal, Holder]:
    """The holders of today's policy, under the names that it has for them."""
    names = {Principal(PrincipalType.GROUP, i): name for name, i in known.groups.items()}
    names |= {Principal(PrincipalType.USER, i): name for name, i in known.users.items()}
    found: dict[Principal, Holder] = {}
    for pair in pairs:
        holder = found.get(pair.principal) or Holder(pair.principal, names.get(pair.principal, ""), frozenset())
        arns = holder.permission_set_arns | {pair.permission_set_arn}
        found[pair.principal] = replace(holder, permission_set_arns=arns)
    return found


def merge_holders(remembered: Mapping[Principal, Holder], today: Mapping[Principal, Holder]) -> dict[Principal, Holder]:
    """Both: today's names, and every pair of either."""
    merged = dict(remembered)
    for principal, holder in today.items():
        before = remembered.get(principal, holder)
        arns = holder.permission_set_arns | before.permission_set_arns
        merged[principal] = Holder(principal, holder.name or before.name, arns, holder.settled or before.settled)
    return merged


def settle(holders: Mapping[Principal, Holder]) -> dict[Principal, Holder]:
    """The same, after a look at every account that left nothing open."""
    return {principal: replace(holder, settled=holder.name) for principal, holder in holders.items()}


def find_strays(policy: Policy, known: Known, holders: Iterable[Holder]) -> tuple[Holder, ...]:
    """The holders whose name still stands in the policy, and that AWS no longer knows by it.

    Renamed or deleted: only a look at the id can tell, and until then nothing of them is retired.
    """
    groups = {group for rule in policy.access for group in rule.groups}
    users = {exception.user for exception in policy.exceptions}
    names = {
        PrincipalType.GROUP: groups - known.groups.keys(),
        PrincipalType.USER: users - known.users.keys(),
    }
    return tuple(holder for holder in holders if holder.name in names[holder.principal.type])
