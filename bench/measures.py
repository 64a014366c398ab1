"""What was measured, against its bound: a line each."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

HEADINGS = ("what", "measured", "bound", "")


@dataclass(frozen=True, slots=True)
class Measure:
    """One promise. Numbers are counts or ratios, which do not depend on how fast this machine is.

    `at_least` turns the bound round; `also` is a note behind the measured number.
    """

    what: str
    measured: float
    bound: float
    at_least: bool = False
    also: str = ""

    @property
    def holds(self) -> bool:
        """Whether the promise is kept."""
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound

    def cells(self) -> tuple[str, ...]:
        """As it is printed."""
        measured = f"{_number(self.measured)} {self.also}".rstrip()
        sign = ">=" if self.at_least else "<="
        return (self.what, measured, f"{sign} {_number(self.bound)}", "ok" if self.holds else "FAILED")


def show(
    sections: Iterable[Callable[[], Iterable[Measure]]], write: Callable[[str], object] = sys.stdout.write
) -> bool:
    """Take the measures of each section, and write each as soon as it is there. Whether all of them hold."""
    write(_line(HEADINGS))
    all_hold = True
    for section in sections:
        for measure in section():
            write(_line(measure.cells()))
            sys.stdout.flush()
            all_hold = all_hold and measure.holds
    return all_hold


def _line(cells: tuple[str, ...]) -> str:
    what, measured, bound, verdict = cells
    return f"{what:<77}  {measured:<22}  {bound:<9}  {verdict}\n".replace(" \n", "\n")


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:.3g}"
