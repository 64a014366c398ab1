"""Alarms on an expression over metrics.

ministack refuses one in a template ("Metrics (metric math) is not supported"). Here it stands in the account with all
it says, on a metric that nobody writes: no expression is evaluated, so it never rings.
"""

# ruff: noqa: SLF001  (the provisioner is private)

from typing import Any

from ministack.services.cloudformation import provisioners

NAMESPACE = "metric math"
_record_of_a_metric = provisioners._cw_metric_alarm_record


def apply() -> None:
    """Take the place of the provisioner's reading of an alarm."""
    provisioners._cw_metric_alarm_record = _record


def _record(name: str, properties: dict[str, Any]) -> dict[str, Any]:
    written: list[dict[str, Any]] = properties.get("Metrics") or []
    if not written:
        return dict(_record_of_a_metric(name, properties))
    expressions = [found["Expression"] for found in written if found.get("ReturnData", True) and "Expression" in found]
    if len(expressions) != 1:
        raise ValueError("exactly one of Metrics must be an expression that returns data")
    rest = {key: value for key, value in properties.items() if key != "Metrics"}
    return dict(_record_of_a_metric(name, {**rest, "Namespace": NAMESPACE, "MetricName": expressions[0]}))
