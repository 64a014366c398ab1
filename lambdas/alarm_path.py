"""What a drill needs beside `lambdas.ports`: the path of the alarm, from its beginning and from its end.

As there: a list is complete or an error, and nothing but the errors of `core.errors` is raised.
"""

from dataclasses import dataclass
from typing import Protocol

from lambdas.core.drills import Drill
from lambdas.core.rules import StandingRule
from lambdas.ports import Ports


class AlarmPath(Protocol):
    """The rules at the beginning, the topic at the end, and a queue of Gatehouse's own that hears what people hear."""

    def send(self, drill: Drill) -> None:
        """Put the marked event on the default bus."""
        ...

    def has_arrived(self, drill: Drill) -> bool:
        """Whether the drill's message has come, after waiting some seconds for it."""
        ...

    def count_listeners(self) -> int:
        """How many confirmed subscriptions of others the topic has."""
        ...

    def list_rules(self, region: str) -> tuple[StandingRule, ...]:
        """Gatehouse's rules on the default bus of this Region."""
        ...


class LastResort(Protocol):
    """The second topic, on which nothing of the first depends."""

    def alert(self, subject: str, message: str) -> None:
        """Send people a message."""
        ...


@dataclass(frozen=True, slots=True)
class Home:
    """Where Gatehouse stands: account, home Region, and the Regions that send their events there."""

    account_id: str
    region: str
    edge_regions: tuple[str, ...] = ()


class DrillPorts(Ports, Protocol):
    """Everything a drill may touch."""

    @property
    def home(self) -> Home: ...  # noqa: D102 - the types say it
    @property
    def alarm_path(self) -> AlarmPath: ...  # noqa: D102
    @property
    def last_resort(self) -> LastResort: ...  # noqa: D102
