"""The bench's table: a line for each promise, and whether all are kept."""

import pytest

from bench.measures import Measure, show


@pytest.mark.parametrize(
    ("measured", "at_least", "holds"), [(9, False, True), (10, False, True), (11, False, False), (9, True, False)]
)
def test_a_measure_holds_up_to_its_bound(measured: float, at_least: bool, holds: bool) -> None:
    """The bound itself is kept; beyond it, on the wrong side, is not."""
    assert Measure("calls", measured, 10, at_least=at_least).holds is holds


def test_one_broken_promise_breaks_the_table() -> None:
    """Every measure has its line, the broken one says FAILED, and the whole does not hold."""
    lines: list[str] = []
    kept, broken = Measure("calls", 52, 60), Measure("makespan", 1.3, 1.25, also="(of 2)")
    assert not show([lambda: [kept], lambda: [broken]], lines.append)
    assert [line.split() for line in lines[1:]] == [
        ["calls", "52", "<=", "60", "ok"],
        ["makespan", "1.3", "(of", "2)", "<=", "1.25", "FAILED"],
    ]


def test_kept_promises_hold() -> None:
    """With every measure inside its bound, the whole holds."""
    assert show([lambda: [Measure("calls", 52, 60)]], lambda _line: None)
