"""Metrics as CloudWatch reads them from the log."""

import json

import pytest

from lambdas.aws.metrics import emit
from lambdas.core.measures import Measure, Name, Unit


def test_one_line_has_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    """Every value of every metric is in one line, under the namespace, with its unit."""
    emit([Measure(Name.GRANTED, 2), *(Measure(Name.SIGNAL_TO_ACCESS, n, Unit.MILLISECONDS) for n in (900, 1200))])
    [line] = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    [told] = found["_aws"]["CloudWatchMetrics"]
    assert (told["Namespace"], told["Dimensions"], found["service"]) == ("Gatehouse", [["service"]], "gatehouse")
    assert {each["Name"]: each["Unit"] for each in told["Metrics"]} == {
        "Granted": "Count",
        "SignalToAccess": "Milliseconds",
    }
    assert (found["Granted"], found["SignalToAccess"]) == ([2], [900, 1200])


def test_nothing_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    """A warm function does not count twice, and nothing to say writes nothing."""
    emit([Measure(Name.GRANTED, 2)])
    capsys.readouterr()
    emit([])
    assert capsys.readouterr().out == ""
    emit([Measure(Name.REVOKED, 1)])
    assert "Granted" not in capsys.readouterr().out
