"""The checks for a terminal: one line each, and what to do where something is wrong."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from cli.doctor.check import Check, Level
from cli.render import printable

SIGN = {Level.OK: ("✔", "green"), Level.WARNING: ("!", "yellow"), Level.PROBLEM: ("✘", "red")}


def render(checks: Sequence[Check], console: Console) -> None:
    """In the order of the checks; the counts last, where a reader of a terminal looks first."""
    for check in checks:
        console.print(_line(check))
        if check.next_step:
            console.print(Text(printable(f"    next: {check.next_step}"), "dim"))
    counts = Counter(check.level for check in checks)
    console.print(
        f"To be mended: {counts[Level.PROBLEM]}. Warnings: {counts[Level.WARNING]}. Fine: {counts[Level.OK]}.",
        style="bold",
    )


def _line(check: Check) -> Text:
    sign, colour = SIGN[check.level]
    where = f"  ({check.where})" if check.where else ""
    return Text.assemble(
        (f"{sign} ", colour), (f"{check.name}: ", "bold"), printable(check.found), (printable(where), "dim")
    )
