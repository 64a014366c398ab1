"""What is wrong with a policy, in words a person can act on: where, what, what was expected, the nearest name."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from lambdas.core.policy import Policy

LISTED = 12


class Severity(StrEnum):
    """Errors stop everything; warnings are worth reading."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True, slots=True)
class Mark:
    """A place in the file, both counted from 1, as editors do."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. `place` is "access.yaml:14:21", or "access.yaml:14" where only the line is known."""

    place: str
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        mild = "warning: " if self.severity is Severity.WARNING else ""
        return f"{self.place}: {mild}{self.message}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file: a policy, or every problem in it; warnings either way, in the order of the file."""

    policy: Policy | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """ "unknown permission set 'ReadOly'; expected one of Audit, ReadOnly; did you mean 'ReadOnly'?"."""
    names = sorted(known)
    if not names:
        return f"unknown {kind} '{name}'; none is defined"
    listed = ", ".join(names[:LISTED]) + (f" and {len(names) - LISTED} more" if len(names) > LISTED else "")
    return f"unknown {kind} '{name}'; expected one of {listed}{did_you_mean(name, names)}"


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """ "; did you mean 'ReadOnly'?", or nothing when no name is near. Case is no distance."""
    spelled = {known.casefold(): known for known in names}
    near = get_close_matches(name.casefold(), spelled, n=1)
    return f"; did you mean '{spelled[near[0]]}'?" if near else ""
