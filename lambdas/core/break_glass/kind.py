"""What one row of the table is: a kind of event, the rules that let it through, and how it is read."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lambdas.core.break_glass.finding import Finding
from lambdas.core.break_glass.lookups import Lookups, nothing
from lambdas.core.break_glass.record import Record
from lambdas.core.break_glass.watched import Watched
from lambdas.core.errors import RejectError
from lambdas.core.policy import BreakGlass
from lambdas.core.rules import EventRule, Regions

Pattern = Mapping[str, Any]

# Characters of one pattern (EventBridge quotas).
LONGEST_PATTERN = 2048
# Only AWS can send events of such a source (PutEvents refuses it): nobody can ring the alarm, or open an incident
# under the id of a later act, with an event of their own.
FROM_AWS = {"source": [{"prefix": "aws."}]}

# Not by a function of Gatehouse's: what they do to assignments, to the directory and to the quarantine is their work,
# and thousands of events in a large organization. Only the kinds of such work say so: a role that has nothing but the
# name must not be able to do the rest unseen.
BY_OTHERS = {
    "userIdentity": {
        "sessionContext": {
            "sessionIssuer": {"userName": [{"exists": False}, {"anything-but": {"prefix": "Gatehouse-"}}]}
        }
    }
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One row: `patterns` makes what must hold of an event under a policy, one pattern for each rule, none for none.

    `read` looks closer at an event that one of them lets through. `lookups` says what must be known before
    `read` can be sure.
    """

    name: str
    description: str
    patterns: Callable[[BreakGlass], Sequence[Pattern]]
    read: Callable[[Record, Watched], Finding | None]
    read_only: bool = False
    regions: Regions = Regions.HOME
    members: bool = False
    lookups: Callable[[Record], Lookups] = nothing

    def rules(self, break_glass: BreakGlass) -> tuple[EventRule, ...]:
        """The rules of this row; from the second one on they are numbered."""
        return tuple(
            EventRule(
                self.name if number == 1 else f"{self.name}{number}",
                self.description if number == 1 else f"{self.description} ({number})",
                pattern,
                self.read_only,
                self.regions,
                self.members,
            )
            for number, pattern in enumerate(self.patterns(break_glass), 1)
        )


def calls(services: str | Sequence[str], names: Iterable[str], **only: Any) -> dict[str, Any]:
    """The pattern of calls of these names; `only` is what else must hold of the detail."""
    sources = [services] if isinstance(services, str) else services
    detail = {"eventSource": [f"{service}.amazonaws.com" for service in sources], "eventName": list(names)}
    return {**FROM_AWS, "detail": {**detail, **only}}


def always(pattern: Pattern) -> Callable[[BreakGlass], Sequence[Pattern]]:
    """This pattern, whatever the policy says."""
    return lambda _: (pattern,)


def split(globs: Sequence[str], make: Callable[[Sequence[str]], Pattern], where: str) -> tuple[Pattern, ...]:
    """As few patterns as hold all globs, each within EventBridge's limit; none for no glob.

    Raises RejectError that names the glob which alone is too long, and `where` in the policy it stands.
    """
    patterns: list[Pattern] = []
    begun: list[str] = []
    for glob in globs:
        if _length(make([glob])) > LONGEST_PATTERN:
            raise RejectError(
                f"{where}: '{glob}' is too long: the pattern of an EventBridge rule that looks for it has "
                f"{_length(make([glob])):,} characters, and may have {LONGEST_PATTERN:,}"
            )
        if begun and _length(make([*begun, glob])) > LONGEST_PATTERN:
            patterns.append(make(begun))
            begun = []
        begun.append(glob)
    return (*patterns, make(begun)) if begun else ()


def _length(pattern: Pattern) -> int:
    return len(json.dumps(pattern, separators=(",", ":")))
