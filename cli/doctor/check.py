"""What one check found, where, and what to do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """A warning does not keep Gatehouse from its work; a problem does, or hides that something else does."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Check:
    """One answer: `found` says what is so, `where` names the Region, rule or queue; `next_step` is empty when ok."""

    name: str
    level: Level
    found: str
    where: str = ""
    next_step: str = ""

    def to_document(self) -> dict[str, str]:
        """The JSON form."""
        return {
            "check": self.name,
            "result": str(self.level),
            "what": self.found,
            "where": self.where,
            "next": self.next_step,
        }


def fine(name: str, found: str, where: str = "") -> Check:
    """All is well."""
    return Check(name, Level.OK, found, where)


def warning(name: str, found: str, where: str = "", *, next_step: str) -> Check:
    """To be looked at."""
    return Check(name, Level.WARNING, found, where, next_step)


def problem(name: str, found: str, where: str = "", *, next_step: str) -> Check:
    """To be mended."""
    return Check(name, Level.PROBLEM, found, where, next_step)


def has_problem(checks: Iterable[Check]) -> bool:
    """Whether anything must be mended."""
    return any(check.level is Level.PROBLEM for check in checks)
