"""What a loop looks at: the only thing that is believed of an event."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import reduce
from typing import Any, NamedTuple, Self

from lambdas.core.assignments import Action, Principal, PrincipalType


class Requested(NamedTuple):
    """A change to an assignment that was requested and may not be decided yet, by AWS's id of the request."""

    action: Action
    request_id: str


class Place(NamedTuple):
    """One permission set in one account: what a change to an assignment touches, and no more."""

    account_id: str
    permission_set_arn: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Some accounts, or places in them; some principals or permission sets, wherever they are; or everything.

    `deep` asks for every assignment of the accounts, managed or not. `requested` are changes to wait for before
    anything is read. `retagged` are the accounts that an event says have other tags: there a tag that is gone is
    believed at once.
    """

    accounts: frozenset[str] = frozenset()
    everything: bool = False
    deep: bool = False
    principals: frozenset[Principal] = frozenset()
    permission_sets: frozenset[str] = frozenset()
    places: frozenset[Place] = frozenset()
    requested: frozenset[Requested] = frozenset()
    retagged: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether there is anything to look at."""
        return self.is_wide or bool(self.account_ids)

    def __or__(self, other: "Scope") -> "Scope":
        """Both scopes in one loop."""
        return Scope(**{field.name: getattr(self, field.name) | getattr(other, field.name) for field in fields(self)})

    @property
    def account_ids(self) -> frozenset[str]:
        """The accounts that it names, whole or in part."""
        return self.accounts | {place.account_id for place in self.places}

    @property
    def is_wide(self) -> bool:
        """Whether it reaches into accounts it does not name."""
        return self.everything or bool(self.principals or self.permission_sets)

    def to_document(self) -> dict[str, Any]:
        """Its JSON form; what is empty is left out, so that a wake-up reads well."""
        written = {
            "accounts": sorted(self.accounts),
            "principals": sorted(self.principals),
            "permission_sets": sorted(self.permission_sets),
            "places": sorted(self.places),
            "requested": sorted(self.requested),
            "retagged": sorted(self.retagged),
        }
        return {
            "everything": self.everything,
            "deep": self.deep,
            **{name: found for name, found in written.items() if found},
        }

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> Self:
        """What `to_document` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            accounts=frozenset(document.get("accounts", ())),
            everything=bool(document["everything"]),
            deep=bool(document.get("deep")),
            principals=frozenset(Principal(PrincipalType(kind), i) for kind, i in document.get("principals", ())),
            permission_sets=frozenset(document.get("permission_sets", ())),
            places=frozenset(Place(account_id, arn) for account_id, arn in document.get("places", ())),
            requested=frozenset(Requested(Action(action), i) for action, i in document.get("requested", ())),
            retagged=frozenset(document.get("retagged", ())),
        )


def merge_scopes(scopes: Iterable[Scope]) -> Scope:
    """One scope for one loop over all of them."""
    return reduce(Scope.__or__, scopes, Scope())
