"""What the tests ask of checks."""

from collections.abc import Iterable

from cli.doctor.check import Check, Level


def problems(checks: Iterable[Check]) -> dict[str, Check]:
    """By name, the problems; each says what to do next."""
    found = {check.name: check for check in checks if check.level is Level.PROBLEM}
    assert all(check.next_step for check in found.values())
    return found


def warnings(checks: Iterable[Check]) -> dict[str, Check]:
    """By name, the warnings."""
    return {check.name: check for check in checks if check.level is Level.WARNING}


def said(checks: Iterable[Check], name: str) -> str:
    """What the one check of this name found."""
    (found,) = [check.found for check in checks if check.name == name]
    return found
