"""Counts the requests this function makes to AWS, and those that AWS throttled."""

from collections.abc import Mapping
from typing import Any

from lambdas.aws.codes import THROTTLED
from lambdas.core.measures import Measure, measure_calls


class Tally:
    """The counts since they were last taken."""

    def __init__(self) -> None:
        self._calls = self._throttles = 0

    def watch(self, client: Any) -> None:
        """Count every attempt of this client, botocore's own retries included."""
        # botocore asks this after each attempt, answered or not, whether to repeat it (botocore, `endpoint.py`);
        # first, since its own answer may be to raise.
        client.meta.events.register_first(
            f"needs-retry.{client.meta.service_model.service_id.hyphenize()}", self._count
        )

    def take(self) -> tuple[Measure, ...]:
        """What was counted; and begin again."""
        calls, throttles, self._calls, self._throttles = self._calls, self._throttles, 0, 0
        return measure_calls(calls, throttles)

    def _count(self, response: tuple[Any, Mapping[str, Any]] | None = None, **_: Any) -> None:
        self._calls += 1
        if response is not None and response[1].get("Error", {}).get("Code") in THROTTLED:
            self._throttles += 1


TALLY = Tally()
