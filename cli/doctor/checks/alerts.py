"""The alert topics: somebody listens, and has said so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cli.doctor.check import Check, fine, problem, warning

NAME = "alerts"
OWN = "Gatehouse"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription of a topic. AWS sends nothing to one that is not confirmed."""

    protocol: str
    endpoint: str
    confirmed: bool

    @property
    def is_own(self) -> bool:
        """Whether Gatehouse listens to itself there: that reaches no person."""
        return self.endpoint.rpartition(":")[2].startswith(OWN)


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic and who listens."""

    region: str
    arn: str
    subscriptions: tuple[Subscription, ...] = ()


def check_alerts(topics: Iterable[Topic]) -> Iterator[Check]:
    """Each topic that reaches nobody, and each address that has not confirmed."""
    for topic in topics:
        people = [found for found in topic.subscriptions if not found.is_own]
        confirmed = [found for found in people if found.confirmed]
        if confirmed:
            yield fine(NAME, f"{len(confirmed)} confirmed subscriptions", topic.arn)
        else:
            yield problem(
                NAME,
                "no confirmed subscription: alarms and messages reach nobody",
                topic.arn,
                next_step="confirm the mail from AWS, or set alert_emails in cdk.json and deploy",
            )
        for found in people:
            if not found.confirmed:
                yield warning(
                    NAME,
                    f"{found.endpoint} has not confirmed",
                    topic.arn,
                    next_step="open the mail 'AWS Notification - Subscription Confirmation'; its link lives three days",
                )
